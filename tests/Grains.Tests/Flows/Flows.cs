using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Flows;
using RtcCluster.Contracts.Lines;
using RtcCluster.Grains.Flows;

namespace RtcCluster.Grains.Tests.Flows;

/// <summary>Flows as the tests write them: JSON with single quotes.</summary>
internal static class Flows
{
    public static FlowDefinition Read(string json) => FlowDocument.Read(json) ?? throw new InvalidOperationException($"Not a flow: {json}");

    /// <summary>A flow of these steps, each without its braces; the first one is where it starts.</summary>
    public static FlowDefinition Of(params string[] steps)
    {
        var flow = Read($"{{'name':'Test','language':'en','steps':[{string.Join(',', steps.Select(step => $"{{{step}}}"))}]}}".Replace('\'', '"'));
        return flow with { Start = flow.Steps[0].Name };
    }

    public static string Say(string name, string next) => $"'type':'say','name':'{name}','prompt':[{{'say':{{'en':'{name}'}}}}],'next':'{next}'";

    public static string Menu(string name, string choices, string otherwise = "end", int attempts = 2) =>
        $"'type':'menu','name':'{name}','prompt':[{{'say':{{'en':'{name}'}}}}],'invalid':[{{'say':{{'en':'no'}}}}],'choices':{{{choices}}},'attempts':{attempts},'timeout':'00:00:05','otherwise':'{otherwise}'";

    public static string Gather(string name, string next, int least = 2, int most = 4) =>
        $"'type':'gather','name':'{name}','prompt':[{{'say':{{'en':'{name}'}}}}],'invalid':[{{'say':{{'en':'no'}}}}],'into':'account','minDigits':{least},'maxDigits':{most},'attempts':2,'timeout':'00:00:05','betweenDigits':'00:00:03','next':'{next}','otherwise':'end'";

    public static string Queue(string name, string queue = "support") => $"'type':'queue','name':'{name}','queue':'{queue}'";

    public static string HangUp(string name = "end") => $"'type':'hangUp','name':'{name}'";

    public static FlowRoute Route(FlowDefinition flow, bool record = false) =>
        new(CallDirection.Internal, record, new FlowPlan("test", 1, flow, ImmutableDictionary<string, string>.Empty.Add("tune", "blobs/tune.wav")));
}
