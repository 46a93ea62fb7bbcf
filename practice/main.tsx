import "@mantine/core/styles.css";
import { mount } from "../ui/mount.tsx";
import { EntrancePage } from "./EntrancePage.tsx";
import "./practice.css";

mount(<EntrancePage />);
