using System.Globalization;
using System.Text;

namespace RtcCluster.Load.Runner.Scale;

/// <summary>The tables of docs/scale.md.</summary>
internal static class ScaleReport
{
    /// <summary>Both tables in Markdown.</summary>
    /// <param name="facts">What they are reckoned from.</param>
    /// <param name="seed">Chooses when calls come.</param>
    public static string Write(ScaleFacts facts, int seed)
    {
        var culture = CultureInfo.InvariantCulture;
        var text = new StringBuilder("| known as | value | of what | how known | from |\n|---|---|---|---|---|\n");
        foreach (var one in facts.Measurements)
        {
            text.Append(culture, $"| `{one.Name}` | {one.Value} | {one.Unit} | {one.From} | {one.Source} |\n");
        }

        var cell = facts.Cell;
        text.Append(culture, $"\nA cell: {cell.Edges} edges and {cell.Silos} silos of {cell.Processors} processors and {cell.MemoryGigabytes} GiB each. Calls of {facts.TalkSeconds} s, {facts.QueueShare:P0} of them through a queue.\n\n");
        text.Append("| agents | calls a second | calls at one time | cells | processors for edges, silos | GiB on edges, silos | writes of state a second, for each cell | busiest second: edges, after one is lost, silos | seconds of overload |\n|---|---|---|---|---|---|---|---|---|\n");
        foreach (var demand in facts.Rows)
        {
            var plan = new ScalePlan(facts, demand);
            var outcome = new ScaleSimulation(facts, plan).Run(seed);
            text.Append(
                culture,
                $"| {demand.Agents} | {demand.CallsPerSecond} | {plan.Active:0} | {plan.Cells} | {plan.EdgeProcessors:0.0}, {plan.SiloProcessors:0.0} | {plan.EdgeMemory:0.0}, {plan.SiloMemory:0.0} | {plan.StateWrites:0}, {plan.StateWrites / plan.Cells:0} | {outcome.Edges:P0}, {outcome.EdgesAfterLoss:P0}, {outcome.Silos:P0} | {outcome.OverloadedSeconds} |\n");
        }

        return text.ToString();
    }
}
