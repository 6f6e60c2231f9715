export { formatCell, isNumeric } from '../analyses/format-cell';
