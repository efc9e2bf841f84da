// Two cores carry several browsers, phones and the product, and times are judged: tests run one after another.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
