// Counters are per process and asserted exactly; two cores gain nothing from tests side by side.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
