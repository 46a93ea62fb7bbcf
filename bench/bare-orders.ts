import pg from "pg";

/** The data of an order with only the database involved: tables with only their primary keys. */
const tables = `
  create table bare_stock (id int primary key, quantity int not null);
  create table bare_orders (id bigint primary key generated always as identity, money jsonb not null, customer jsonb,
    at timestamptz not null default now());
  create table bare_lines (order_id bigint, position int, product int, name text, price int, quantity int,
    primary key (order_id, position));
  create table bare_movements (id bigint primary key generated always as identity, product int, change int, quantity int,
    order_id bigint, at timestamptz not null default now());
  create table bare_told (order_id bigint primary key, sale jsonb not null)`;

const statements = {
  stock: "update bare_stock set quantity = quantity - 1 where id = $1 and quantity > 0 returning quantity",
  order: "insert into bare_orders (money, customer) values ($1, $2) returning id",
  line: "insert into bare_lines (order_id, position, product, name, price, quantity) values ($1, 1, $2, $3, 100, 1)",
  movement: "insert into bare_movements (product, change, quantity, order_id) values ($1, -1, $2, $3)",
  told: "insert into bare_told (order_id, sale) values ($1, $2)",
};
const money = JSON.stringify({ shippingFee: 500, discount: 0 });
const customer = JSON.stringify({ name: "山田 太郎" });

/** Opens `clients` connections that take bare orders: begin, five named statements, commit. */
export async function openBareOrders(connectionString: string, clients: number, products: number) {
  const connections = Array.from({ length: clients }, () => new pg.Client({ connectionString }));
  for (const client of connections) await client.connect();
  const [first] = connections;
  await first?.query(tables);
  await first?.query("insert into bare_stock select nth, 900000 from generate_series(0, $1::int - 1) nth", [
    products,
  ]);
  const ask = async (client: pg.Client, name: keyof typeof statements, values: unknown[]) =>
    (await client.query({ name, text: statements[name], values })).rows[0] as Record<string, number>;
  return {
    take: async (client: number, product: number): Promise<void> => {
      const own = connections[client];
      if (own === undefined) throw new Error("there are not so many clients");
      await own.query("begin");
      const { quantity } = await ask(own, "stock", [product]);
      const { id } = await ask(own, "order", [money, customer]);
      await ask(own, "line", [id, product, `商品${product}`]);
      await ask(own, "movement", [product, quantity, id]);
      await ask(own, "told", [id, JSON.stringify({ orderNumber: id, lines: [{ product, quantity: 1 }] })]);
      await own.query("commit");
    },
    close: async () => {
      for (const client of connections) await client.end();
    },
  };
}
