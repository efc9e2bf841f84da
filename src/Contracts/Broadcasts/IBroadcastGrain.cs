using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Broadcasts;

/// <summary>A message on its way to everybody on a list, once each, whatever dies meanwhile. Key: <c>{tenant}/{broadcast}</c>.</summary>
[Alias("rtc.IBroadcastGrain")]
public interface IBroadcastGrain : IGrainWithStringKey
{
    /// <summary>Begins it; begun again it is the one that was begun.</summary>
    [Alias("Begin")]
    Task<BroadcastCard> Begin(BroadcastOrder order);

    /// <summary>How far it is, and that it goes on if it does not; null when there is none.</summary>
    [Alias("Progress")]
    Task<BroadcastCard?> Progress();

    /// <summary>The key of a broadcast.</summary>
    static string KeyOf(TenantId tenant, string broadcast) => GrainKey.Join(tenant, broadcast);
}

/// <summary>What is sent to whom.</summary>
/// <param name="List">The list.</param>
/// <param name="Sender">The user who sends it.</param>
/// <param name="Text">What it says.</param>
/// <param name="Prompt">A prompt of the tenant that goes with it; null without.</param>
[GenerateSerializer, Immutable, Alias("rtc.BroadcastOrder")]
public sealed record BroadcastOrder([property: Id(0)] string List, [property: Id(1)] string Sender, [property: Id(2)] string Text, [property: Id(3)] string? Prompt = null);
