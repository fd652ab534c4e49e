package dev.overwinter.backups.objectstore;

/// The contract on a disk.
final class DirectoryStoreContractTest extends ObjectStoreContractTest {
  @Override
  ObjectStore store() {
    return new DirectoryStore(directory);
  }
}
