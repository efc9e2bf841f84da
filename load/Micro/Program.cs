using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using RtcCluster.Load.Micro.Budgets;

// micro program:  --filter '*Sip*' …   BenchmarkDotNet on the operations that match; --list flat names them
//                 budgets [FILE]       measures every operation in a few seconds against load/budgets.json; not 0 when one is over it
const int Misused = 64;

switch (args)
{
    case ["budgets", .. { Length: <= 1 } file]:
#if DEBUG
        Console.Error.WriteLine("Budgets are for optimised code: run with -c Release.");
        return Misused;
#else
        return BudgetFile.TryRead(file is [var path] ? path : BudgetFile.Default, out var budgets, out var problem)
            ? new BudgetCheck(budgets, Console.Out).Run()
            : Refuse(problem);
#endif

    case []:
        return Refuse("Say what to measure: --filter '*' for BenchmarkDotNet, or budgets [FILE].");

    default:
        // It builds the sources once more, without the compiler server: two minutes, its default, are not enough on a busy machine.
        var asInProduction = Job.Default.WithEnvironmentVariables([new("DOTNET_TieredCompilation", "1"), new("DOTNET_TieredPGO", "1")]).AsMutator();
        var config = DefaultConfig.Instance.AddJob(asInProduction).WithBuildTimeout(TimeSpan.FromMinutes(15));
        return BenchmarkSwitcher.FromTypes([.. Operation.Sources]).Run(args, config).Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
}

static int Refuse(string problem)
{
    Console.Error.WriteLine(problem);
    return Misused;
}
