package socketio_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"time"

	"orderup/socketio"
)

// A server whose clients join the room of an order and hear what becomes of it.
func Example() {
	srv := socketio.New(socketio.Options{
		Log: slog.Default(),
		OnError: func(_ *socketio.Socket, _ string, err error) any {
			return map[string]string{"status": "error", "message": err.Error()}
		},
	})
	ns := srv.Of("/")
	ns.OnConnect(func(s *socketio.Socket) error {
		if string(s.Auth()) == "{}" {
			return errors.New("send a token")
		}
		return nil
	})
	ns.On("join_order_room", func(s *socketio.Socket, e *socketio.Event) error {
		var in struct{ OrderID string }
		if err := e.Bind(&in); err != nil {
			return err
		}
		return errors.Join(s.Join("order "+in.OrderID), e.Ack("joined"))
	})
	mux := http.NewServeMux()
	mux.Handle("/socket.io/", srv)
	mux.HandleFunc("POST /orders/{id}/ready", func(w http.ResponseWriter, r *http.Request) {
		err := ns.To("order "+r.PathValue("id")).Emit("order_status_updated", map[string]string{"status": "ready"})
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	hs := &http.Server{Addr: "localhost:3000", Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	context.AfterFunc(ctx, func() {
		_ = srv.Shutdown(context.Background()) // first: the clients are told to come back
		_ = hs.Shutdown(context.Background())
	})
	_ = hs.ListenAndServe()
}
