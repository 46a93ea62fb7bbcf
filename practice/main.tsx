import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Provider } from "../ui/Provider.tsx";
import { EntrancePage } from "./EntrancePage.tsx";
import "./practice.css";

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <Provider>
      <EntrancePage />
    </Provider>
  </StrictMode>,
);
