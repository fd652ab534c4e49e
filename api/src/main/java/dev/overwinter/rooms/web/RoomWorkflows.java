package dev.overwinter.rooms.web;

import io.temporal.client.WorkflowClient;

/// The way to rooms' workflows, whose histories are sealed. Of a type of its own, so that nobody
/// who wants any other workflow is given it.
///
/// @param client seals all that it sends
record RoomWorkflows(WorkflowClient client) {}
