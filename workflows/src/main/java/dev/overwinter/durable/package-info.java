/// The words that histories keep: task queues, workflow ids, search attributes, the data converter;
/// what must be read by processes that share no other code: sealed values, large objects; and the
/// one timer that every entity workflow keeps.
@NullMarked
package dev.overwinter.durable;

import org.jspecify.annotations.NullMarked;
