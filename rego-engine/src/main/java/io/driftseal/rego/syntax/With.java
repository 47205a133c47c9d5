package io.driftseal.rego.syntax;

/** Replaces a document or a function for the length of an expression. */
record With(Term target, Term value) {}
