using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.Lab.Partition;

/// <summary>What a run of <c>lab partition</c> came to.</summary>
internal sealed record PartitionReport
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>What was asked for.</summary>
    public required PartitionOptions Options { get; init; }

    /// <summary>How long the sides were apart.</summary>
    public required TimeSpan Cut { get; init; }

    /// <summary>From the mending until every node was ready again.</summary>
    public required TimeSpan Return { get; init; }

    /// <summary>When it was cut.</summary>
    public required DateTimeOffset CutAt { get; init; }

    /// <summary>When it was mended.</summary>
    public required DateTimeOffset HealedAt { get; init; }

    /// <summary>Calls of telephones that talked.</summary>
    public required IReadOnlyList<PartedOutcome> Calls { get; init; }

    /// <summary>Calls to the queue.</summary>
    public required IReadOnlyList<PartedVisit> Visits { get; init; }

    /// <summary>Registrations while it was cut, and until it had come back.</summary>
    public required IReadOnlyList<PartedRegistration> Registrations { get; init; }

    /// <summary>Callers at two agents at once, agents with two calls at once.</summary>
    public required IReadOnlyList<string> RingDoubles { get; init; }

    /// <summary>Where each side believed that things live.</summary>
    public required IReadOnlyList<OwnerView> Views { get; init; }

    /// <summary>Nodes that ended themselves.</summary>
    public required IReadOnlyList<NodeEnd> Ends { get; init; }

    /// <summary>Agents who got no call when all was whole again.</summary>
    public required IReadOnlyList<string> StuckAgents { get; init; }

    /// <summary>Telephones that could not register when all was whole again.</summary>
    public required IReadOnlyList<string> StuckTelephones { get; init; }

    /// <summary>Calls that the cluster still has when all have hung up.</summary>
    public required int Left { get; init; }

    /// <summary>Where the call log tells something else than the parties.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>Writes of a state that the store refused because another was ahead.</summary>
    public required int WritesRefused { get; init; }

    /// <summary>Two who acted as the owner of one thing, a sentence each.</summary>
    public IReadOnlyList<string> Doubles => [.. RingDoubles, .. Calls.SelectMany(static call => call.Doubles())];

    /// <summary>Calls at the greater side, which nobody has cut off from anything.</summary>
    public IReadOnlyList<PartedOutcome> WholeCalls => [.. Calls.Where(static call => call.Kind == "edge1 to edge1")];

    /// <summary>Whether nothing had two owners, nothing is stuck, and who was not cut off noticed nothing.</summary>
    public bool Passed => Doubles.Count == 0 && StuckAgents.Count == 0 && StuckTelephones.Count == 0 && Left == 0 && Differences.Count == 0 && Visits.All(static visit => visit.End != VisitEnd.Lost) && WholeCalls.All(static call => call.Lost is null);

    /// <summary>Writes figures and verdict, the verdict last.</summary>
    public async Task WriteAsync(TextWriter console)
    {
        foreach (var kind in Calls.GroupBy(static call => call.Kind))
        {
            await console.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"  calls {kind.Key}: {kind.Count(static call => call.Lost is null)}/{kind.Count()} alive, longest silence {kind.Max(static call => call.Silence).TotalSeconds:0.0} s"));
        }

        foreach (var edge in Visits.GroupBy(static visit => visit.Edge).OrderBy(static edge => edge.Key, StringComparer.Ordinal))
        {
            foreach (var (when, visits) in Times(edge))
            {
                await console.WriteLineAsync($"  callers at {edge.Key} {when}: {string.Join(", ", visits.GroupBy(static visit => visit.End).OrderBy(static end => end.Key).Select(static end => $"{end.Count()} {end.Key}"))}");
            }
        }

        foreach (var edge in Registrations.GroupBy(static registration => registration.Edge).OrderBy(static edge => edge.Key, StringComparer.Ordinal))
        {
            await console.WriteLineAsync($"  registrations at {edge.Key}: {string.Join(", ", edge.Where(r => r.At < HealedAt).GroupBy(static r => r.Code).Select(static code => $"{code.Count()} x {code.Key}"))} while cut");
        }

        foreach (var what in Views.Where(static view => view.Differs).GroupBy(static view => view.What))
        {
            await console.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"  believed of {what.Key}: {what.Last().Greater} here, {what.Last().Smaller} there, from {(what.First().At - CutAt).TotalSeconds:0} to {(what.Last().At - CutAt).TotalSeconds:0} s after the cut"));
        }

        foreach (var trouble in Doubles.Select(static twice => $"double: {twice}").Concat(Calls.Where(static call => call.Lost is not null).Select(static call => $"lost: {call.Kind} {call.Call}: {call.Lost}"))
            .Concat(Visits.Where(static visit => visit.End == VisitEnd.Lost).Select(static visit => $"caller lost: {visit.Edge} {visit.Call}: {visit.What}"))
            .Concat(StuckAgents.Select(static agent => $"stuck: {agent}")).Concat(StuckTelephones.Select(static phone => $"not registered: {phone}")).Concat(Differences.Select(static d => $"log: {d}")))
        {
            await console.WriteLineAsync($"    {trouble}");
        }

        await console.WriteLineAsync($"  {Surroundings.Now}");
        await console.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(Passed ? "PASS" : "FAIL")} partition cut={Options.Cut.ToString().ToLowerInvariant()} for {Cut.TotalSeconds:0} s, silos={Options.Silos}+1 edges=1+1: double_owners={Doubles.Count}, writes refused {WritesRefused}, ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"calls {Calls.Count(static call => call.Lost is null)}/{Calls.Count} alive ({WholeCalls.Count(static call => call.Lost is null)}/{WholeCalls.Count} of the greater side), callers {Visits.Count(static visit => visit.End == VisitEnd.Served)} served, {Visits.Count(static visit => visit.End == VisitEnd.Refused)} refused, {Visits.Count(static visit => visit.End == VisitEnd.CutOff)} cut off, {Visits.Count(static visit => visit.End == VisitEnd.Lost)} lost, ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"stuck agents {StuckAgents.Count}, stuck telephones {StuckTelephones.Count}, calls left {Left}, log differs {Differences.Count}, nodes ended {Ends.Count}, whole again after {Return.TotalSeconds:0} s, seed {Options.Seed}"));
        if (Options.Json is { } file)
        {
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(this, Form));
        }
    }

    private IEnumerable<(string When, List<PartedVisit> Visits)> Times(IEnumerable<PartedVisit> visits) =>
        visits.GroupBy(visit => visit.At < CutAt ? "before" : visit.At < HealedAt ? "while cut" : "after").Select(static group => (group.Key, group.ToList()));
}
