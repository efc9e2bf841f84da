using Microsoft.AspNetCore.SignalR;
using RtcCluster.Contracts.Calls;
using RtcCluster.Edge.Http.Authentication;

namespace RtcCluster.Edge.Hub;

/// <summary>What is known of a connection.</summary>
/// <param name="caller">Who it is.</param>
internal sealed class HubGuest(Caller caller)
{
    private const string Key = "guest";

    /// <summary>Who it is; the role as the directory said at the last method.</summary>
    public Caller Caller { get; set; } = caller;

    /// <summary>When the directory said last that the session is good, by the edge's clock.</summary>
    public long CheckedAt { get; set; }

    /// <summary>Who its user is to others, as the directory said last.</summary>
    public Party? Party { get; set; }

    /// <summary>Its device, once it has attached.</summary>
    public PhoneDevice? Device { get; set; }

    /// <summary>Its connection, once it has attached.</summary>
    public PhoneConnection? Connection { get; set; }

    /// <summary>Bounds the methods of the connection.</summary>
    public MethodRate Rate { get; } = new();

    /// <summary>The guest of a connection.</summary>
    public static HubGuest Of(HubCallerContext context) => (HubGuest)context.Items[Key]!;

    /// <summary>The guest of a connection; null before it was let in.</summary>
    public static HubGuest? Find(HubCallerContext context) => context.Items.TryGetValue(Key, out var guest) ? (HubGuest?)guest : null;

    /// <summary>Lets a connection in.</summary>
    public static void Admit(HubCallerContext context, Caller caller, long now) => context.Items[Key] = new HubGuest(caller) { CheckedAt = now };
}
