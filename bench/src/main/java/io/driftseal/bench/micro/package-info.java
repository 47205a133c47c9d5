/**
 * What single steps cost on one thread, by JMH. Each benchmark ends where the step of the product
 * ends; parsing with the common library is here to hold our own against.
 */
@NullMarked
package io.driftseal.bench.micro;

import org.jspecify.annotations.NullMarked;
