package dev.sluice.store;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;

/// Makes records by reflection's own call of their constructor. The library adapts a method handle
/// at every call, which was a quarter of the time in which a starting engine reads its store.
final class RecordMaking extends ValueInstantiators.Base {
  @Override
  public ValueInstantiator modifyValueInstantiator(
      DeserializationConfig config,
      BeanDescription.Supplier description,
      ValueInstantiator present) {
    return present instanceof StdValueInstantiator standard && description.getBeanClass().isRecord()
        ? new Maker(standard)
        : present;
  }

  private static final class Maker extends StdValueInstantiator {
    Maker(StdValueInstantiator standard) {
      super(standard);
    }

    @Override
    public Object createFromObjectWith(DeserializationContext context, Object[] arguments) {
      if (!(_withArgsCreator.getAnnotated() instanceof Constructor<?> constructor)) {
        return super.createFromObjectWith(context, arguments);
      }
      try {
        return constructor.newInstance(arguments);
      } catch (InvocationTargetException e) {
        return context.handleInstantiationProblem(_valueClass, arguments, e.getCause());
      } catch (ReflectiveOperationException e) {
        return context.handleInstantiationProblem(_valueClass, arguments, e);
      }
    }
  }
}
