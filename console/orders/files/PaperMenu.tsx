import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useWords } from "../../../ui/language.tsx";
import type { Chosen } from "../list/chosen.ts";
import type { OrderSearch } from "../search.ts";
import { OrdersCsv } from "./OrdersCsv.tsx";
import { ParcelsCsv } from "./ParcelsCsv.tsx";
import { filesWords } from "./words.ts";

type Props = {
  chosen: Chosen;
  /** The numbers of the chosen orders; null: all orders of the search. */
  numbers: string[] | null;
  /** The list that the reader comes from and goes back to. */
  search: OrderSearch;
};

/** The menu of what can be printed or saved for the chosen orders: 納品書, ピッキングリスト, 受注CSV, the carrier's CSV. */
export function PaperMenu({ chosen, numbers, search }: Props) {
  const words = useWords(filesWords);
  const navigate = useNavigate();
  const [open, setOpen] = useState<"csv" | "b2" | null>(null);
  const print = (paper: "notes" | "picking") => {
    const which = numbers === null ? {} : { numbers: numbers.join(",") };
    void navigate({ to: "/orders/print", search: { ...search, ...which, paper } });
  };
  const close = () => setOpen(null);
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
            {words.paper}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => print("notes")}>{words.notes}</Menu.Item>
          <Menu.Item onClick={() => print("picking")}>{words.picking}</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => setOpen("csv")}>{words.csv}</Menu.Item>
          <Menu.Item onClick={() => setOpen("b2")}>{words.b2}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === "csv" ? <OrdersCsv chosen={chosen} close={close} /> : null}
      {open === "b2" ? <ParcelsCsv chosen={chosen} close={close} /> : null}
    </>
  );
}
