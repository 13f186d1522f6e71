// The JSON that the server speaks, as far as the pages read it.

export type Status = "pending" | "in_progress" | "ready" | "completed" | "cancelled";

export interface Item {
  id?: string;
  name: string;
  price: number;
  quantity: number;
  notes?: string;
}

export interface Order {
  id: string;
  number: string;
  customerName: string;
  items: Item[];
  totalAmount: number;
  currency?: string;
  status: Status;
  estimatedReadyTime?: string | null;
  createdAt: string;
  updatedAt?: string;
  version: number;
  message?: string;
}

export interface StatusUpdated {
  orderId: string;
  status: Status;
  message?: string;
  timestamp: string;
  order: Order;
  version: number;
  cursor: string;
}

export type NewOrder = Order & { order: Order; timestamp: string; cursor: string };

export interface Joined {
  orderId: string;
  message: string;
  order: Order;
  version: number;
  cursor: string;
  resumed?: boolean;
}

export interface Problem {
  status: "error" | number;
  code: string;
  message: string;
  detail?: string;
}

export interface Statistics {
  stats: Record<string, number>;
  connectedClients: Record<string, number>;
  totalConnectedClients: number;
}
