import type { Figure } from '../format/figure.ts';

interface FigureTileProps {
  label: string;
  /** Null shows `missing` instead. */
  figure: Figure | null;
  missing: string;
  /** Names the place where an island writes the figure. */
  slot?: string;
}

/** A figure set large, for use inside `<dl class="tiles">`. */
export function FigureTile({ label, figure, missing, slot }: FigureTileProps) {
  return (
    <div class="tile" data-slot={slot}>
      <dt>{label}</dt>
      <dd>
        {figure ? (
          <>
            <span class="value">{figure.value}</span>
            <span class="unit">{`\u00a0${figure.unit}`}</span>
          </>
        ) : (
          <span class="missing">{missing}</span>
        )}
      </dd>
    </div>
  );
}
