package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

var (
	binary  string          // the program, built once
	browser context.Context // Chromium, started once
)

func TestMain(m *testing.M) {
	code, err := inBrowser(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func inBrowser(m *testing.M) (int, error) {
	folder, err := os.MkdirTemp("", "orderup-e2e-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(folder)
	binary = filepath.Join(folder, "orderup")
	if out, err := exec.Command("go", "build", "-o", binary, "../cmd/orderup").CombinedOutput(); err != nil {
		return 1, fmt.Errorf("build the program: %w\n%s", err, out)
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), flags(folder)...)
	defer stopAllocator()
	var stop context.CancelFunc
	browser, stop = chromedp.NewContext(allocator)
	defer stop()
	if err := chromedp.Do(browser); err != nil {
		return 1, fmt.Errorf("start Chromium (apt-get install chromium-headless-shell): %w", err)
	}
	return m.Run(), nil
}

// flags keep Chromium from calling anybody but us.
func flags(folder string) []chromedp.ExecAllocatorOption {
	return append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath("chromium-headless-shell"),
		chromedp.UserDataDir(filepath.Join(folder, "profile")),
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("no-proxy-server", true),
	)
}
