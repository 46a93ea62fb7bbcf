import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Provider } from "../ui/Provider.tsx";

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <Provider>
      <main />
    </Provider>
  </StrictMode>,
);
