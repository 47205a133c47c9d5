package io.driftseal.service.configuration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a configuration key that no source gives, in the spelling a flag would use: {@code
 * 8443}, {@code 5s}, {@code a,b}. A key without one is required unless its type is {@code
 * Optional}.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Default {
    String value();
}
