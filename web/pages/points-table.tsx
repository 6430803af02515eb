interface PointsTableProps {
  caption?: string;
  heads: readonly string[];
  /** As many cells each as heads; the first names the row. */
  rows: readonly (readonly string[])[];
}

/** The numbers behind a drawing, a row a point. */
export function PointsTable({ caption, heads, rows }: PointsTableProps) {
  return (
    <table class="numbers">
      {caption && <caption>{caption}</caption>}
      <thead>
        <tr>
          {heads.map((head) => (
            <th scope="col">{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([first, ...rest]) => (
          <tr>
            <th scope="row">{first}</th>
            {rest.map((cell) => (
              <td>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
