/**
 * Driftseal installed on a cluster of our own: keys, chart, services as processes with the accounts
 * of the chart.
 */
@NullMarked
package io.driftseal.system.installation;

import org.jspecify.annotations.NullMarked;
