using System.Reflection;
using BenchmarkDotNet.Attributes;
using RtcCluster.Load.Micro.Calls;
using RtcCluster.Load.Micro.Media;
using RtcCluster.Load.Micro.Queues;
using RtcCluster.Load.Micro.Sip;

namespace RtcCluster.Load.Micro.Budgets;

/// <summary>One hot path: a benchmark method, as the budget check runs it.</summary>
/// <param name="Name"><c>Class.Method</c>; the key in budgets.json.</param>
/// <param name="Units">How many units of work one run does; times are per unit.</param>
/// <param name="Run">Does it once, and returns the same positive number each time when the work was done.</param>
internal sealed record Operation(string Name, int Units, Func<int> Run)
{
    /// <summary>The classes whose benchmarks are operations.</summary>
    public static IReadOnlyList<Type> Sources { get; } =
    [
        typeof(SipParse), typeof(SipWrite), typeof(DigestCheck), typeof(SessionDescriptions), typeof(RtpHop), typeof(Srtp),
        typeof(Companding), typeof(CallTurns), typeof(CallWire), typeof(QueueAssign), typeof(MixTick), typeof(OpusCoding), typeof(SealChunk),
    ];

    /// <summary>Every operation, ready to run.</summary>
    public static IReadOnlyList<Operation> All()
    {
        var all = new List<Operation>();
        foreach (var source in Sources)
        {
            var instance = Activator.CreateInstance(source)!;
            foreach (var method in source.GetMethods())
            {
                if (method.GetCustomAttribute<BenchmarkAttribute>() is { } benchmark)
                {
                    all.Add(new Operation($"{source.Name}.{method.Name}", benchmark.OperationsPerInvoke, method.CreateDelegate<Func<int>>(instance)));
                }
            }
        }

        return all;
    }
}
