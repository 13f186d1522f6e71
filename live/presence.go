package live

import (
	"context"
	"time"

	"orderup/order"
	"orderup/restaurant"
)

// How often the other nodes hear how many clients this one has.
const (
	presenceEvery = time.Second     // when it has changed
	presenceAlive = 3 * time.Second // when it has not
)

// presence tells the other nodes of the database who is connected here, until
// ctx ends. What cannot be told is told the next time.
func (l *Live) presence(ctx context.Context) {
	tick := time.NewTicker(presenceEvery)
	defer tick.Stop()
	var told restaurant.Clients
	var at time.Time
	for {
		now := l.Clients()
		if time.Since(at) >= presenceAlive || !now.Equal(told) {
			if err := l.announce(ctx, now); err != nil {
				l.log.Debug("cannot tell the other nodes who is connected", "error", err)
			} else {
				told, at = now, time.Now()
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

func (l *Live) announce(ctx context.Context, c restaurant.Clients) error {
	ctx, cancel := context.WithTimeout(ctx, presenceAlive)
	defer cancel()
	return l.hub.house.AnnounceClients(ctx, l.hub.who, c)
}

// goodbye says that nobody is connected here any more.
func (l *Live) goodbye() {
	if err := l.announce(context.Background(), restaurant.Clients{Following: map[order.ID]int{}}); err != nil {
		l.log.Debug("cannot tell the other nodes that nobody is connected any more", "error", err)
	}
}
