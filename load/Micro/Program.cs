using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using RtcCluster.Load.Micro.Budgets;

// micro program:  --filter '*Sip*' …   BenchmarkDotNet on the operations that match; --list flat names them
//                 budgets [FILE] [--tolerance N]
//                                      measures every operation in a few seconds against load/budgets.json; not 0 when one is over it,
//                                      in time by more than N times (1.5 on the processors that the file was measured on, else 5)
const int Misused = 64;

switch (args)
{
    case ["budgets", .. { Length: <= 3 } rest]:
#if DEBUG
        Console.Error.WriteLine("Budgets are for optimised code: run with -c Release.");
        return Misused;
#else
        var tolerance = BudgetCheck.DefaultTolerance;
        if (rest is [.. var before, "--tolerance", var text])
        {
            if (!double.TryParse(text, CultureInfo.InvariantCulture, out tolerance) || tolerance is not (>= 1 and <= 100))
            {
                return Refuse($"--tolerance wants a number from 1 to 100, not {text}.");
            }

            rest = before;
        }

        if (rest.Length > 1)
        {
            return Refuse($"budgets takes one file and --tolerance N, not {string.Join(' ', rest)}.");
        }

        return BudgetFile.TryRead(rest is [var path] ? path : BudgetFile.Default, out var budgets, out var problem)
            ? new BudgetCheck(budgets, tolerance, Console.Out).Run()
            : Refuse(problem);
#endif

    case []:
        return Refuse("Say what to measure: --filter '*' for BenchmarkDotNet, or budgets [FILE] [--tolerance N].");

    default:
        // It builds the sources once more, without the compiler server: two minutes, its default, are not enough on a busy machine.
        var asInProduction = Job.Default.WithEnvironmentVariables([new("DOTNET_TieredCompilation", "1"), new("DOTNET_TieredPGO", "0")]).AsMutator();
        var config = DefaultConfig.Instance.AddJob(asInProduction).WithBuildTimeout(TimeSpan.FromMinutes(15));
        return BenchmarkSwitcher.FromTypes([.. Operation.Sources]).Run(args, config).Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
}

static int Refuse(string problem)
{
    Console.Error.WriteLine(problem);
    return Misused;
}
