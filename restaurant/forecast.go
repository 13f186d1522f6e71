package restaurant

import (
	"time"

	"orderup/order"
)

// forecast returns when an order of these lines will be ready.
func (h *House) forecast(lines []order.Line, now time.Time) order.Forecast {
	at := now.Add(5*time.Minute + time.Duration(len(lines))*2*time.Minute)
	return order.Forecast{P50: at, P80: at, First: at, Promised: now}
}
