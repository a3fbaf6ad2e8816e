package dev.nabla;

import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Scan;
import dev.nabla.type.DType;

/**
 * What a tensor can do with the elements of some of its axes: sums, extremes, moments, norms, running sums, order. No axes means all of them;
 * reduced axes disappear, or stay with size 1 if {@code keepDim}.
 */
sealed interface ReduceMethods permits Tensor {
  private Tensor self() { return (Tensor) this; }

  private static int[] one(int axis) { return new int[] {axis}; }

  private static int[] everything() { return new int[0]; }

  // --- sums, products, means ---

  /** The sum of all elements; whole numbers and truth values give int64. */
  default Tensor sum() {
    return Reductions.sum(self(), everything(), false);
  }

  /** The sum over {@code axes}; whole numbers and truth values give int64. */
  default Tensor sum(int... axes) {
    return Reductions.sum(self(), axes, false);
  }

  /** The sum over {@code axis}; whole numbers and truth values give int64. */
  default Tensor sum(int axis, boolean keepDim) {
    return Reductions.sum(self(), one(axis), keepDim);
  }

  /** The sum over {@code axes}; whole numbers and truth values give int64. */
  default Tensor sum(int[] axes, boolean keepDim) {
    return Reductions.sum(self(), axes, keepDim);
  }

  /** The sum of all elements, computed in {@code dtype}. */
  default Tensor sum(DType dtype) {
    return Reductions.sum(self().to(dtype), everything(), false).to(dtype);
  }

  /** The sum over {@code axes}, computed in {@code dtype}. */
  default Tensor sum(int[] axes, boolean keepDim, DType dtype) {
    return Reductions.sum(self().to(dtype), axes, keepDim).to(dtype);
  }

  /** The sum of all elements that are not NaN. */
  default Tensor nansum() {
    return Reductions.nansum(self(), everything(), false);
  }

  /** The sum over {@code axes} of the elements that are not NaN. */
  default Tensor nansum(int... axes) {
    return Reductions.nansum(self(), axes, false);
  }

  /** The sum over {@code axis} of the elements that are not NaN. */
  default Tensor nansum(int axis, boolean keepDim) {
    return Reductions.nansum(self(), one(axis), keepDim);
  }

  /** The sum over {@code axes} of the elements that are not NaN. */
  default Tensor nansum(int[] axes, boolean keepDim) {
    return Reductions.nansum(self(), axes, keepDim);
  }

  /** The sum of all elements that are not NaN, computed in {@code dtype}. */
  default Tensor nansum(DType dtype) {
    return Reductions.nansum(self().to(dtype), everything(), false);
  }

  /** The mean of all elements; NaN if there are none. */
  default Tensor mean() {
    return Reductions.mean(self(), everything(), false);
  }

  /** The mean over {@code axes}; NaN if there are none. */
  default Tensor mean(int... axes) {
    return Reductions.mean(self(), axes, false);
  }

  /** The mean over {@code axis}; NaN if there are none. */
  default Tensor mean(int axis, boolean keepDim) {
    return Reductions.mean(self(), one(axis), keepDim);
  }

  /** The mean over {@code axes}; NaN if there are none. */
  default Tensor mean(int[] axes, boolean keepDim) {
    return Reductions.mean(self(), axes, keepDim);
  }

  /** The mean of all elements, computed in {@code dtype}. */
  default Tensor mean(DType dtype) {
    return Reductions.mean(self(), everything(), false, dtype);
  }

  /** The mean over {@code axes}, computed in {@code dtype}. */
  default Tensor mean(int[] axes, boolean keepDim, DType dtype) {
    return Reductions.mean(self(), axes, keepDim, dtype);
  }

  /** The mean of all elements, NaNs left out. */
  default Tensor nanmean() {
    return Reductions.nanmean(self(), everything(), false);
  }

  /** The mean over {@code axes}, NaNs left out. */
  default Tensor nanmean(int... axes) {
    return Reductions.nanmean(self(), axes, false);
  }

  /** The mean over {@code axis}, NaNs left out. */
  default Tensor nanmean(int axis, boolean keepDim) {
    return Reductions.nanmean(self(), one(axis), keepDim);
  }

  /** The mean over {@code axes}, NaNs left out. */
  default Tensor nanmean(int[] axes, boolean keepDim) {
    return Reductions.nanmean(self(), axes, keepDim);
  }

  /** The product of all elements; whole numbers and truth values give int64. */
  default Tensor prod() {
    return Reductions.prod(self(), everything(), false);
  }

  /** The product over {@code axis}. */
  default Tensor prod(int axis) {
    return Reductions.prod(self(), one(axis), false);
  }

  /** The product over {@code axis}. */
  default Tensor prod(int axis, boolean keepDim) {
    return Reductions.prod(self(), one(axis), keepDim);
  }

  /** The product over {@code axes}. */
  default Tensor prod(int[] axes, boolean keepDim) {
    return Reductions.prod(self(), axes, keepDim);
  }

  /** The product of all elements, computed in {@code dtype}. */
  default Tensor prod(DType dtype) {
    return Reductions.prod(self().to(dtype), everything(), false).to(dtype);
  }

  /** The product over {@code axis}, computed in {@code dtype}. */
  default Tensor prod(int axis, boolean keepDim, DType dtype) {
    return Reductions.prod(self().to(dtype), one(axis), keepDim).to(dtype);
  }

  /** {@code log Σ exp(x)} over {@code axes}, without overflow. */
  default Tensor logsumexp(int... axes) {
    return Reductions.logsumexp(self(), axes, false);
  }

  /** {@code log Σ exp(x)} over {@code axis}, without overflow. */
  default Tensor logsumexp(int axis, boolean keepDim) {
    return Reductions.logsumexp(self(), one(axis), keepDim);
  }

  /** {@code log Σ exp(x)} over {@code axes}, without overflow. */
  default Tensor logsumexp(int[] axes, boolean keepDim) {
    return Reductions.logsumexp(self(), axes, keepDim);
  }

  /** How many elements differ from 0 (int64). */
  default Tensor countNonzero(int... axes) {
    return Reductions.countNonzero(self(), axes);
  }

  /** The sum of the diagonal of a matrix. */
  default Tensor trace() { return Moments.trace(self()); }

  // --- extremes ---

  /** The largest element; NaN if there is one. Equal ones share the gradient evenly. */
  default Tensor max() {
    return Extremes.ofAll(Reducer.MAX, self());
  }

  /** The largest elements along {@code axis} with their positions; of equal ones the first. */
  default ValuesIndices max(int axis) {
    return Extremes.along(Reducer.ARGMAX, self(), axis, false);
  }

  /** The largest elements along {@code axis} with their positions; of equal ones the first. */
  default ValuesIndices max(int axis, boolean keepDim) {
    return Extremes.along(Reducer.ARGMAX, self(), axis, keepDim);
  }

  /** The largest element of all elements. Equal ones share the gradient evenly. */
  default Tensor amax() {
    return Extremes.over(Reducer.MAX, self(), everything(), false);
  }

  /** The largest element over {@code axes}. Equal ones share the gradient evenly. */
  default Tensor amax(int... axes) {
    return Extremes.over(Reducer.MAX, self(), axes, false);
  }

  /** The largest element over {@code axis}. Equal ones share the gradient evenly. */
  default Tensor amax(int axis, boolean keepDim) {
    return Extremes.over(Reducer.MAX, self(), one(axis), keepDim);
  }

  /** The largest element over {@code axes}. Equal ones share the gradient evenly. */
  default Tensor amax(int[] axes, boolean keepDim) {
    return Extremes.over(Reducer.MAX, self(), axes, keepDim);
  }

  /** The position of the largest element in row-major order; of equal ones the first. */
  default Tensor argmax() {
    return Extremes.position(Reducer.ARGMAX, self(), null, false);
  }

  /** The positions of the largest elements along {@code axis}; of equal ones the first. */
  default Tensor argmax(int axis) {
    return Extremes.position(Reducer.ARGMAX, self(), axis, false);
  }

  /** The positions of the largest elements along {@code axis}; of equal ones the first. */
  default Tensor argmax(int axis, boolean keepDim) {
    return Extremes.position(Reducer.ARGMAX, self(), axis, keepDim);
  }

  /** The smallest element; NaN if there is one. Equal ones share the gradient evenly. */
  default Tensor min() {
    return Extremes.ofAll(Reducer.MIN, self());
  }

  /** The smallest elements along {@code axis} with their positions; of equal ones the first. */
  default ValuesIndices min(int axis) {
    return Extremes.along(Reducer.ARGMIN, self(), axis, false);
  }

  /** The smallest elements along {@code axis} with their positions; of equal ones the first. */
  default ValuesIndices min(int axis, boolean keepDim) {
    return Extremes.along(Reducer.ARGMIN, self(), axis, keepDim);
  }

  /** The smallest element of all elements. Equal ones share the gradient evenly. */
  default Tensor amin() {
    return Extremes.over(Reducer.MIN, self(), everything(), false);
  }

  /** The smallest element over {@code axes}. Equal ones share the gradient evenly. */
  default Tensor amin(int... axes) {
    return Extremes.over(Reducer.MIN, self(), axes, false);
  }

  /** The smallest element over {@code axis}. Equal ones share the gradient evenly. */
  default Tensor amin(int axis, boolean keepDim) {
    return Extremes.over(Reducer.MIN, self(), one(axis), keepDim);
  }

  /** The smallest element over {@code axes}. Equal ones share the gradient evenly. */
  default Tensor amin(int[] axes, boolean keepDim) {
    return Extremes.over(Reducer.MIN, self(), axes, keepDim);
  }

  /** The position of the smallest element in row-major order; of equal ones the first. */
  default Tensor argmin() {
    return Extremes.position(Reducer.ARGMIN, self(), null, false);
  }

  /** The positions of the smallest elements along {@code axis}; of equal ones the first. */
  default Tensor argmin(int axis) {
    return Extremes.position(Reducer.ARGMIN, self(), axis, false);
  }

  /** The positions of the smallest elements along {@code axis}; of equal ones the first. */
  default Tensor argmin(int axis, boolean keepDim) {
    return Extremes.position(Reducer.ARGMIN, self(), axis, keepDim);
  }

  /** The smallest and the largest element. */
  default MinMax aminmax() { return Extremes.aminmax(self(), null, false); }

  /** The smallest and the largest element; all axes stay with size 1 if {@code keepDim}. */
  default MinMax aminmax(boolean keepDim) {
    return Extremes.aminmax(self(), null, keepDim);
  }

  /** The smallest and the largest elements along {@code axis}. */
  default MinMax aminmax(int axis, boolean keepDim) {
    return Extremes.aminmax(self(), axis, keepDim);
  }

  /** Whether all elements differ from 0 (bool; uint8 for uint8). */
  default Tensor all() {
    return Extremes.test(Reducer.ALL, self(), everything(), false);
  }

  /** Whether all elements differ from 0 (bool; uint8 for uint8), over {@code axes}. */
  default Tensor all(int... axes) {
    return Extremes.test(Reducer.ALL, self(), axes, false);
  }

  /** Whether all elements differ from 0 (bool; uint8 for uint8), over {@code axis}. */
  default Tensor all(int axis, boolean keepDim) {
    return Extremes.test(Reducer.ALL, self(), one(axis), keepDim);
  }

  /** Whether all elements differ from 0 (bool; uint8 for uint8), over {@code axes}. */
  default Tensor all(int[] axes, boolean keepDim) {
    return Extremes.test(Reducer.ALL, self(), axes, keepDim);
  }

  /** Whether any element differs from 0 (bool; uint8 for uint8). */
  default Tensor any() {
    return Extremes.test(Reducer.ANY, self(), everything(), false);
  }

  /** Whether any element differs from 0 (bool; uint8 for uint8), over {@code axes}. */
  default Tensor any(int... axes) {
    return Extremes.test(Reducer.ANY, self(), axes, false);
  }

  /** Whether any element differs from 0 (bool; uint8 for uint8), over {@code axis}. */
  default Tensor any(int axis, boolean keepDim) {
    return Extremes.test(Reducer.ANY, self(), one(axis), keepDim);
  }

  /** Whether any element differs from 0 (bool; uint8 for uint8), over {@code axes}. */
  default Tensor any(int[] axes, boolean keepDim) {
    return Extremes.test(Reducer.ANY, self(), axes, keepDim);
  }

  // --- moments ---

  /** The variance of all elements, with Bessel's correction (divided by n - 1). */
  default Tensor var() {
    return Moments.var(self(), everything(), 1, false);
  }

  /** The variance over {@code axes}, with Bessel's correction (divided by n - 1). */
  default Tensor var(int... axes) {
    return Moments.var(self(), axes, 1, false);
  }

  /** The variance over {@code axis}, with Bessel's correction (divided by n - 1). */
  default Tensor var(int axis, boolean keepDim) {
    return Moments.var(self(), one(axis), 1, keepDim);
  }

  /** The variance over {@code axes}, with Bessel's correction (divided by n - 1). */
  default Tensor var(int[] axes, boolean keepDim) {
    return Moments.var(self(), axes, 1, keepDim);
  }

  /** The variance of all elements, divided by n - 1 if {@code unbiased}, else by n. */
  default Tensor var(boolean unbiased) {
    return Moments.var(self(), everything(), unbiased ? 1 : 0, false);
  }

  /** The variance over {@code axes}, divided by n - {@code correction}. */
  default Tensor var(int[] axes, double correction, boolean keepDim) {
    return Moments.var(self(), axes, correction, keepDim);
  }

  /** The standard deviation of all elements, with Bessel's correction (divided by n - 1). */
  default Tensor std() {
    return Moments.std(self(), everything(), 1, false);
  }

  /** The standard deviation over {@code axes}, with Bessel's correction (divided by n - 1). */
  default Tensor std(int... axes) {
    return Moments.std(self(), axes, 1, false);
  }

  /** The standard deviation over {@code axis}, with Bessel's correction (divided by n - 1). */
  default Tensor std(int axis, boolean keepDim) {
    return Moments.std(self(), one(axis), 1, keepDim);
  }

  /** The standard deviation over {@code axes}, with Bessel's correction (divided by n - 1). */
  default Tensor std(int[] axes, boolean keepDim) {
    return Moments.std(self(), axes, 1, keepDim);
  }

  /** The standard deviation of all elements, divided by n - 1 if {@code unbiased}, else by n. */
  default Tensor std(boolean unbiased) {
    return Moments.std(self(), everything(), unbiased ? 1 : 0, false);
  }

  /** The standard deviation over {@code axes}, divided by n - {@code correction}. */
  default Tensor std(int[] axes, double correction, boolean keepDim) {
    return Moments.std(self(), axes, correction, keepDim);
  }

  /** The covariance matrix of the rows, with Bessel's correction. */
  default Tensor cov() {
    return Moments.cov(self(), 1, null, null);
  }

  /** The matrix of the correlations of the rows. */
  default Tensor corrcoef() { return Moments.corrcoef(self()); }

  // --- norms ---

  /** The Euclidean norm of all elements. The gradient at 0 is 0. */
  default Tensor norm() {
    return Norms.norm(self(), 2, everything(), false);
  }

  /** The p-norm of all elements: {@code (Σ|x|^p)^(1/p)}; infinity means the largest magnitude, -infinity the smallest, 0 the number of elements other than 0. */
  default Tensor norm(double p) {
    return Norms.norm(self(), p, everything(), false);
  }

  /** The p-norm over {@code axes}; see {@link #norm(double)}. */
  default Tensor norm(double p, int... axes) {
    return Norms.norm(self(), p, axes, false);
  }

  /** The p-norm over {@code axis}; see {@link #norm(double)}. */
  default Tensor norm(double p, int axis, boolean keepDim) {
    return Norms.norm(self(), p, one(axis), keepDim);
  }

  /** The p-norm over {@code axes}; see {@link #norm(double)}. */
  default Tensor norm(double p, int[] axes, boolean keepDim) {
    return Norms.norm(self(), p, axes, keepDim);
  }

  /** The p-norm of the difference to {@code b}. */
  default Tensor dist(Tensor b, double p) {
    return Norms.norm(self().sub(b), p, everything(), false);
  }

  /** The Euclidean norm of the difference to {@code b}. */
  default Tensor dist(Tensor b) { return dist(b, 2); }

  /** With every slice along {@code axis} whose p-norm exceeds {@code maxNorm} scaled down to it. */
  default Tensor renorm(double p, int axis, double maxNorm) {
    return Norms.renorm(self(), p, axis, maxNorm);
  }

  /** In place {@link #renorm}. */
  default Tensor renorm_(double p, int axis, double maxNorm) {
    return InPlace.copy(self(), self().cloneTensor().renorm(p, axis, maxNorm));
  }

  // --- softmax ---

  /** {@code exp(x) / Σ exp(x)} along {@code axis}. */
  default Tensor softmax(int axis) {
    return Softmax.softmax(self(), axis);
  }

  /** {@code exp(x) / Σ exp(x)} along {@code axis}, computed in {@code dtype}. */
  default Tensor softmax(int axis, DType dtype) {
    return Softmax.softmax(self().to(dtype), axis);
  }

  /** {@code x - log Σ exp(x)} along {@code axis}: the logarithm of softmax. */
  default Tensor logSoftmax(int axis) {
    return Softmax.logSoftmax(self(), axis);
  }

  /** The logarithm of softmax along {@code axis}, computed in {@code dtype}. */
  default Tensor logSoftmax(int axis, DType dtype) {
    return Softmax.logSoftmax(self().to(dtype), axis);
  }

  // --- running reductions ---

  /** The running sum along {@code axis}. */
  default Tensor cumsum(int axis) { return Scans.cumsum(self(), axis); }

  /** The running sum along {@code axis}, computed in {@code dtype}. */
  default Tensor cumsum(int axis, DType dtype) {
    return Scans.cumsum(self().to(dtype), axis).to(dtype);
  }

  /** In place {@link #cumsum(int)}. */
  default Tensor cumsum_(int axis) { return InPlace.copy(self(), cumsum(axis)); }

  /** The running product along {@code axis}. */
  default Tensor cumprod(int axis) { return Scans.cumprod(self(), axis); }

  /** The running product along {@code axis}, computed in {@code dtype}. */
  default Tensor cumprod(int axis, DType dtype) {
    return Scans.cumprod(self().to(dtype), axis).to(dtype);
  }

  /** In place {@link #cumprod(int)}. */
  default Tensor cumprod_(int axis) {
    return InPlace.copy(self(), self().cloneTensor().cumprod(axis));
  }

  /** The largest so far along {@code axis}, with its position; of equal ones the last. */
  default ValuesIndices cummax(int axis) {
    return Scans.runningExtreme(Scan.MAX, self(), axis);
  }

  /** The smallest so far along {@code axis}, with its position; of equal ones the last. */
  default ValuesIndices cummin(int axis) {
    return Scans.runningExtreme(Scan.MIN, self(), axis);
  }

  /** The running {@code log Σ exp(x)} along {@code axis}, without overflow. */
  default Tensor logcumsumexp(int axis) {
    return Scans.logcumsumexp(self(), axis);
  }

  /** The differences of neighbours along the last axis; of truth values, whether they differ. */
  default Tensor diff() {
    return Scans.diff(self(), 1, -1, null, null);
  }

  /** The {@code n}-th differences of neighbours along the last axis. */
  default Tensor diff(int n) {
    return Scans.diff(self(), n, -1, null, null);
  }

  /** The {@code n}-th differences of neighbours along {@code axis}. */
  default Tensor diff(int n, int axis) {
    return Scans.diff(self(), n, axis, null, null);
  }

  // --- order ---

  /** The elements in ascending order along the last axis, with their old positions. NaN comes last; equal ones keep their order. */
  default ValuesIndices sort() {
    return Ordering.sort(self(), -1, false, false);
  }

  /** The elements in ascending order along {@code axis}, with their old positions. */
  default ValuesIndices sort(int axis) {
    return Ordering.sort(self(), axis, false, false);
  }

  /** The elements in order along {@code axis}, with their old positions. */
  default ValuesIndices sort(int axis, boolean descending) {
    return Ordering.sort(self(), axis, descending, false);
  }

  /** The elements in order along {@code axis}, with their old positions; sorting is stable in any case. */
  default ValuesIndices sort(int axis, boolean descending, boolean stable) {
    return Ordering.sort(self(), axis, descending, stable);
  }

  /** The positions that sort the last axis. */
  default Tensor argsort() { return sort().indices(); }

  /** The positions that sort {@code axis}. */
  default Tensor argsort(int axis) { return sort(axis).indices(); }

  /** The positions that sort {@code axis}. */
  default Tensor argsort(int axis, boolean descending) {
    return sort(axis, descending).indices();
  }

  /** The slices along the first axis, each column sorted. */
  default Tensor msort() { return sort(0).values(); }

  /** The {@code k} largest elements along the last axis, in descending order, with their positions. */
  default ValuesIndices topk(int k) {
    return Ordering.topk(self(), k, -1, true);
  }

  /** The {@code k} largest elements along {@code axis}, in descending order, with their positions. */
  default ValuesIndices topk(int k, int axis) {
    return Ordering.topk(self(), k, axis, true);
  }

  /** The {@code k} largest or smallest elements along {@code axis}, in order, with their positions. */
  default ValuesIndices topk(int k, int axis, boolean largest) {
    return Ordering.topk(self(), k, axis, largest);
  }

  /** The {@code k}-th smallest elements (from 1) along the last axis, with their positions. */
  default ValuesIndices kthvalue(int k) {
    return Ordering.kthvalue(self(), k, -1, false);
  }

  /** The {@code k}-th smallest elements (from 1) along {@code axis}, with their positions. */
  default ValuesIndices kthvalue(int k, int axis) {
    return Ordering.kthvalue(self(), k, axis, false);
  }

  /** The {@code k}-th smallest elements (from 1) along {@code axis}, with their positions. */
  default ValuesIndices kthvalue(int k, int axis, boolean keepDim) {
    return Ordering.kthvalue(self(), k, axis, keepDim);
  }

  /** The lower median of all elements, NaN if there is one. Equal ones share the gradient evenly. */
  default Tensor median() {
    return Ordering.median(self(), false);
  }

  /** The lower medians along {@code axis}, with their positions, NaN if there is one. */
  default ValuesIndices median(int axis) {
    return Ordering.median(self(), axis, false, false);
  }

  /** The lower medians along {@code axis}, with their positions, NaN if there is one. */
  default ValuesIndices median(int axis, boolean keepDim) {
    return Ordering.median(self(), axis, keepDim, false);
  }

  /** The lower median of all elements, NaNs left out. Equal ones share the gradient evenly. */
  default Tensor nanmedian() {
    return Ordering.median(self(), true);
  }

  /** The lower medians along {@code axis}, with their positions, NaNs left out. */
  default ValuesIndices nanmedian(int axis) {
    return Ordering.median(self(), axis, false, true);
  }

  /** The lower medians along {@code axis}, with their positions, NaNs left out. */
  default ValuesIndices nanmedian(int axis, boolean keepDim) {
    return Ordering.median(self(), axis, keepDim, true);
  }

  /** The most frequent elements along the last axis (of several the smallest), with a position of each. */
  default ValuesIndices mode() {
    return Ordering.mode(self(), -1, false);
  }

  /** The most frequent elements along {@code axis} (of several the smallest), with a position of each. */
  default ValuesIndices mode(int axis) {
    return Ordering.mode(self(), axis, false);
  }

  /** The most frequent elements along {@code axis} (of several the smallest), with a position of each. */
  default ValuesIndices mode(int axis, boolean keepDim) {
    return Ordering.mode(self(), axis, keepDim);
  }

  /** The {@code q}-quantile of all elements, linear between neighbours; NaN if there is one. */
  default Tensor quantile(double q) {
    return quantile(Nabla.tensor(q, self().dtype()));
  }

  /** The {@code q}-quantiles along {@code axis}, linear between neighbours; NaN if there is one. */
  default Tensor quantile(double q, int axis) {
    return quantile(Nabla.tensor(q, self().dtype()), axis, false);
  }

  /** The {@code q}-quantiles along {@code axis}, linear between neighbours; NaN if there is one. */
  default Tensor quantile(double q, int axis, boolean keepDim) {
    return quantile(Nabla.tensor(q, self().dtype()), axis, keepDim);
  }

  /** The quantiles of all elements, linear between neighbours; NaN if there is one. */
  default Tensor quantile(Tensor q) {
    return Ordering.quantile(self().reshape(self().numel()), q, 0, false, "linear", false);
  }

  /** The quantiles along {@code axis}, linear between neighbours; NaN if there is one; a vector {@code q} gives a new first axis. */
  default Tensor quantile(Tensor q, int axis, boolean keepDim) {
    return Ordering.quantile(self(), q, axis, keepDim, "linear", false);
  }

  /** The quantiles along {@code axis}; NaN if there is one; {@code interpolation} is linear, lower, higher, midpoint or nearest. */
  default Tensor quantile(Tensor q, int axis, boolean keepDim, String interpolation) {
    return Ordering.quantile(self(), q, axis, keepDim, interpolation, false);
  }

  /** The {@code q}-quantile of all elements, linear between neighbours, NaNs left out. */
  default Tensor nanquantile(double q) {
    return nanquantile(Nabla.tensor(q, self().dtype()));
  }

  /** The {@code q}-quantiles along {@code axis}, linear between neighbours, NaNs left out. */
  default Tensor nanquantile(double q, int axis) {
    return nanquantile(Nabla.tensor(q, self().dtype()), axis, false);
  }

  /** The {@code q}-quantiles along {@code axis}, linear between neighbours, NaNs left out. */
  default Tensor nanquantile(double q, int axis, boolean keepDim) {
    return nanquantile(Nabla.tensor(q, self().dtype()), axis, keepDim);
  }

  /** The quantiles of all elements, linear between neighbours, NaNs left out. */
  default Tensor nanquantile(Tensor q) {
    return Ordering.quantile(self().reshape(self().numel()), q, 0, false, "linear", true);
  }

  /** The quantiles along {@code axis}, linear between neighbours, NaNs left out; a vector {@code q} gives a new first axis. */
  default Tensor nanquantile(Tensor q, int axis, boolean keepDim) {
    return Ordering.quantile(self(), q, axis, keepDim, "linear", true);
  }

  /** The quantiles along {@code axis}, NaNs left out; {@code interpolation} is linear, lower, higher, midpoint or nearest. */
  default Tensor nanquantile(Tensor q, int axis, boolean keepDim, String interpolation) {
    return Ordering.quantile(self(), q, axis, keepDim, interpolation, true);
  }

  // --- counting ---

  /** The distinct elements in ascending order, where each element went, and how often each occurs. */
  default Unique unique() {
    return Counting.unique(self());
  }

  /** The distinct slices along {@code axis} in lexicographic order, where each slice went, and how often each occurs. */
  default Unique unique(int axis) {
    return Counting.uniqueSlices(self(), axis, true);
  }

  /** The elements in row-major order, each run of equal ones once. */
  default Unique uniqueConsecutive() {
    return Counting.uniqueConsecutive(self());
  }

  /** The slices along {@code axis}, each run of equal ones once. */
  default Unique uniqueConsecutive(int axis) {
    return Counting.uniqueSlices(self(), axis, false);
  }

  /** How often each whole number from 0 on occurs in this vector. */
  default Tensor bincount() {
    return Counting.bincount(self(), null, 0);
  }

  /** How often each whole number from 0 on occurs, at least {@code minLength} of them. */
  default Tensor bincount(int minLength) {
    return Counting.bincount(self(), null, minLength);
  }

  /** The sum of the weights where each whole number from 0 on occurs, at least {@code minLength} of them. */
  default Tensor bincount(Tensor weights, int minLength) {
    return Counting.bincount(self(), weights, minLength);
  }

  /** The numbers of elements in {@code bins} equal parts of [low, high]; low = high means the range of the elements. */
  default Tensor histc(int bins, double low, double high) {
    return Counting.histc(self(), bins, low, high);
  }

  /** Whether each element is among {@code test}. */
  default Tensor isin(Tensor test) {
    return Counting.isin(self(), test, false);
  }

  /** Whether each element is among {@code test}, or, if {@code invert}, is not. */
  default Tensor isin(Tensor test, boolean invert) {
    return Counting.isin(self(), test, invert);
  }
}
