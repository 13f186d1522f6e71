// Package local rings within one process.
package local

import (
	"sync"
)

// A Bell wakes the readers of this process. Its zero value is ready for use.
type Bell struct {
	mu        sync.Mutex
	listeners map[string]map[chan struct{}]bool
}

// Ring wakes everybody who listens to a location.
func (b *Bell) Ring(location string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	wakeAll(b.listeners[location])
}

// RingAll wakes everybody.
func (b *Bell) RingAll() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, listeners := range b.listeners {
		wakeAll(listeners)
	}
}

func wakeAll(listeners map[chan struct{}]bool) {
	for wake := range listeners {
		select {
		case wake <- struct{}{}:
		default: // it is awake already
		}
	}
}

// Listen returns a channel that gets a value after each ring until stop is called.
func (b *Bell) Listen(location string) (<-chan struct{}, func()) {
	wake := make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.listeners == nil {
		b.listeners = map[string]map[chan struct{}]bool{}
	}
	if b.listeners[location] == nil {
		b.listeners[location] = map[chan struct{}]bool{}
	}
	b.listeners[location][wake] = true
	return wake, func() { b.forget(location, wake) }
}

func (b *Bell) forget(location string, wake chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.listeners[location], wake)
	if len(b.listeners[location]) == 0 {
		delete(b.listeners, location)
	}
}
