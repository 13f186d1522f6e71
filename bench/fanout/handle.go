//go:build linux

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"time"

	"orderup/bench"
)

// handle is a process full of clients: one process may not open as many sockets as all servers together need.
type handle struct {
	cmd  *exec.Cmd
	in   io.Closer
	ask  *json.Encoder
	hear *json.Decoder
}

// order is what a swarm is told to do, and result what came of it.
type (
	order struct {
		Workload workload
		Length   time.Duration
	}
	result struct {
		Deliveries int
		Error      string
	}
)

// startSwarm returns when all clients are connected. The caller must stop it.
func startSwarm(ctx context.Context, address string, connections, cpu int) (*handle, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	args := bench.Pinned(cpu, []string{self, "-swarm", address, "-connections", strconv.Itoa(connections)})
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return nil, fmt.Errorf("start the clients: %w", err)
	}
	h := &handle{cmd, in, json.NewEncoder(in), json.NewDecoder(out)}
	if _, err := h.result(); err != nil {
		return nil, errors.Join(err, h.stop())
	}
	return h, nil
}

func (h *handle) result() (int, error) {
	var r result
	if err := h.hear.Decode(&r); err != nil {
		return 0, fmt.Errorf("hear from the clients: %w", err)
	}
	if r.Error != "" {
		return 0, errors.New(r.Error)
	}
	return r.Deliveries, nil
}

func (h *handle) turn(w workload, length time.Duration) (deliveries int, err error) {
	if err := h.ask.Encode(order{w, length}); err != nil {
		return 0, fmt.Errorf("tell the clients what to do: %w", err)
	}
	return h.result()
}

// stop ends the process, which ends by itself when nobody can tell it anything more.
func (h *handle) stop() error {
	_ = h.in.Close()
	return h.cmd.Wait()
}
