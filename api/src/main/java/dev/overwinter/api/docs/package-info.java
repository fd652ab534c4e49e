/// What the API says about itself at `/openapi.json`: every status that an operation may answer
/// with, and schemas as strict as what is really read and written. [Refuses] is where a controller
/// names the refusals of its own; what may befall every request is added by [RefusalDocs].
/// `ContractIT` holds the running API to it.
@NullMarked
package dev.overwinter.api.docs;

import org.jspecify.annotations.NullMarked;
