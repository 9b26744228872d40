package dev.sluice.launch;

import java.awt.AWTException;
import java.awt.GraphicsEnvironment;
import java.awt.SystemTray;
import java.awt.TrayIcon;
import java.awt.image.BufferedImage;
import java.lang.System.Logger.Level;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Notifications of the operating system, where its tray takes them: on Windows, macOS and some
/// Linux desktops. Elsewhere nothing is shown; the window's own messages remain.
final class SystemNotices implements BiConsumer<String, String>, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SystemNotices.class.getName());
  private static final int SIZE = 32;
  private static final int ACCENT = 0xFF0969DA;

  private @Nullable TrayIcon icon;

  @Override
  public synchronized void accept(String title, String text) {
    if (GraphicsEnvironment.isHeadless() || !SystemTray.isSupported()) {
      LOG.log(Level.DEBUG, "no tray for: {0}: {1}", title, text);
      return;
    }
    try {
      shown().displayMessage(title, text, TrayIcon.MessageType.INFO);
    } catch (AWTException e) {
      LOG.log(Level.WARNING, "the tray takes no icon", e);
    }
  }

  private TrayIcon shown() throws AWTException {
    if (icon == null) {
      icon = new TrayIcon(picture(), "Sluice");
      icon.setImageAutoSize(true);
      SystemTray.getSystemTray().add(icon);
    }
    return icon;
  }

  private static BufferedImage picture() {
    var image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_ARGB);
    for (int x = 4; x < SIZE - 4; x++) {
      for (int y = 4; y < SIZE - 4; y++) {
        image.setRGB(x, y, ACCENT);
      }
    }
    return image;
  }

  @Override
  public synchronized void close() {
    if (icon != null) {
      SystemTray.getSystemTray().remove(icon);
    }
  }
}
