import type { Order } from "../../../src/http/api-types.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { useFormats } from "../../../ui/format.ts";
import { useWords } from "../../../ui/language.tsx";
import { TextLink } from "../../frame/links.tsx";
import { buyerName } from "../parts/buyer.ts";
import { AxesMark, LinkMark } from "../parts/marks.tsx";
import { orderWords } from "../parts/words.ts";
import type { OrderSearch } from "../search.ts";
import { listWords } from "./words.ts";

/** The columns of the list. Each order's link carries the search, for the next and previous order. */
export function useColumns(search: OrderSearch): Column<Order>[] {
  const words = useWords(orderWords);
  const said = useWords(listWords);
  const { day, clock, yen } = useFormats();
  return [
    {
      title: words.number,
      width: "13rem",
      place: "first",
      cell: ({ id, number, createdAt }) => (
        <span className="number-and-time">
          <TextLink to="/orders/$id" params={{ id }} search={search} fw={600} className="figures">
            {number}
          </TextLink>
          <span className="soft small figures">{`${day(createdAt)} ${clock(createdAt)}`}</span>
        </span>
      ),
    },
    { title: said.buyerAndGoods, place: "below", cell: (order) => <Who order={order} /> },
    { title: words.total, isNumber: true, width: "8rem", place: "right", cell: ({ total }) => yen(total) },
    { title: said.progress, width: "8rem", cell: (order) => <AxesMark order={order} /> },
    { title: words.link, width: "8rem", cell: ({ link }) => <LinkMark state={link.state} /> },
  ];
}

function Who({ order }: { order: Order }) {
  const words = useWords(orderWords);
  const said = useWords(listWords);
  const { kind, lines, work } = order;
  const [first] = lines;
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0) - (first?.quantity ?? 0);
  const goods = first === undefined ? "" : `${first.productName} ${first.variationName}`.trim();
  const times = first !== undefined && first.quantity > 1 ? ` × ${first.quantity}` : "";
  return (
    <div className="line-text who">
      <div className="name">
        <span className="buyer">{buyerName(order) ?? <span className="soft">{words.noBuyer}</span>}</span>
        {kind === "normal" ? null : <span className="soft small"> {words.kinds[kind]}</span>}
      </div>
      <div className="soft small clipped">
        {goods}
        {times}
        {pieces > 0 ? ` ${said.andOthers(pieces)}` : null}
      </div>
      {work.memo === undefined ? null : <div className="small clipped memo">{work.memo}</div>}
    </div>
  );
}
