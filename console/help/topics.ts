import type { Topic } from "./topic.ts";
import { accounts } from "./topics/accounts.ts";
import { connection } from "./topics/connection.ts";
import { csv } from "./topics/csv.ts";
import { linking } from "./topics/linking.ts";
import { orders } from "./topics/orders.ts";
import { papers } from "./topics/papers.ts";
import { repair } from "./topics/repair.ts";
import { stock } from "./topics/stock.ts";
import { systems } from "./topics/systems.ts";
import type { TopicName } from "./words.ts";

/** All help pages by their address below `/help`, in the order of the list. */
export const topics = {
  stock,
  orders,
  papers,
  connection,
  linking,
  repair,
  csv,
  accounts,
  systems,
} satisfies Record<TopicName, Topic>;

export const topicNames = Object.keys(topics) as TopicName[];
