package dev.overwinter.servers.web;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Text that can be stored and shown anywhere: no control characters, no half characters.
@Documented
@Constraint(validatedBy = {})
@ReportAsSingleViolation
@Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*")
@Target({
  ElementType.FIELD,
  ElementType.PARAMETER,
  ElementType.TYPE_USE,
  ElementType.RECORD_COMPONENT
})
@Retention(RetentionPolicy.RUNTIME)
@interface PlainText {

  /// What is said about text that is not plain.
  String message() default "must not contain control characters";

  /// Unused.
  Class<?>[] groups() default {};

  /// Unused.
  Class<? extends Payload>[] payload() default {};
}
