/// The words that histories keep: task queues, workflow ids, search attributes, the data converter;
/// and what must be read by processes that share no other code: sealed values, large objects.
@NullMarked
package dev.overwinter.durable;

import org.jspecify.annotations.NullMarked;
