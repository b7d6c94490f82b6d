import { createRoot } from 'react-dom/client';

// What every React page pays: 25 static rows, no router, no data, no styles. The yardstick beside our own pages.
const ROWS = Array.from({ length: 25 }, (_, index) => index + 1);

function BarePage() {
  return (
    <table>
      <tbody>
        {ROWS.map((row) => (
          <tr key={row}>
            <td>{`Row ${row}`}</td>
            <td>A cell</td>
            <td>Another cell</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<BarePage />);
