package client_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"orderup/client"
	"orderup/socketio"
	"orderup/wire"
)

// Place an order, and follow it until it is ready.
func Example() {
	server := httptest.NewServer(tinyRestaurant())
	defer server.Close()
	defer http.DefaultClient.CloseIdleConnections()
	ctx := context.Background()

	c := client.New(server.URL, client.Options{}) // "http://localhost:3000" of a real one
	o, err := c.Place(ctx, client.PlaceOrder{
		CustomerName: "Ines",
		Items:        []client.Item{{Name: "Large Fries", Price: "3.50", Quantity: 1}},
		Key:          "a key of its own for each new order",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("placed", o.Number, o.TotalAmount)

	ready := errors.New("ready")
	err = c.Follow(ctx, o.ID, func(u wire.StatusUpdated) error {
		fmt.Println(u.Status)
		if u.Status == "ready" {
			return ready
		}
		return nil
	})
	if err != ready {
		log.Fatal(err)
	}
	// Output:
	// placed #001 3.50
	// pending
	// in_progress
	// ready
}

// tinyRestaurant serves one order.
func tinyRestaurant() http.Handler {
	at := func(version int64, status string) wire.Order {
		return wire.Order{ID: "x", Number: "#001", TotalAmount: "3.50", Status: status, Version: version}
	}
	rooms := socketio.New(socketio.Options{})
	rooms.Of("/").On(wire.EventJoin, func(s *socketio.Socket, _ *socketio.Event) error {
		placed, cooking, ready := at(1, "pending"), at(2, "in_progress"), at(3, "ready")
		return errors.Join(
			s.Emit(wire.EventJoined, wire.Joined{OrderID: "x", Order: placed, Version: 1}),
			s.Emit(wire.EventStatusUpdated, wire.StatusUpdated{OrderID: "x", Status: "in_progress", TotalAmount: "3.50", Version: 2, Order: cooking}),
			s.Emit(wire.EventStatusUpdated, wire.StatusUpdated{OrderID: "x", Status: "ready", TotalAmount: "3.50", Version: 3, Order: ready}),
		)
	})
	mux := http.NewServeMux()
	mux.Handle("/socket.io/", rooms)
	mux.HandleFunc("POST /orders", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusCreated)
		fmt.Fprint(w, `{"success":true,"order":{"id":"x","number":"#001","totalAmount":3.50,"status":"pending","version":1}}`)
	})
	return mux
}
