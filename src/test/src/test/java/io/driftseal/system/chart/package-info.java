/** What the chart renders, and what its policies do on a real API server. */
@NullMarked
package io.driftseal.system.chart;

import org.jspecify.annotations.NullMarked;
