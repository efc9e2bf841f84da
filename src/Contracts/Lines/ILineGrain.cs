using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Flows;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Voicemail;

namespace RtcCluster.Contracts.Lines;

/// <summary>A dialable number: says what happens when it is called. Key: <see cref="LineId"/>.</summary>
/// <remarks>A number that is not in the tenant's directory is looked at as one to call out to, by E.164 over a trunk.</remarks>
[Alias("rtc.ILineGrain")]
public interface ILineGrain : IGrainWithStringKey
{
    /// <summary>What happens to a call to this number now.</summary>
    [Alias("Route")]
    Task<RoutePlan> Route(RouteRequest request);

    /// <summary>The number in the form in which a caller who gave it can be called back; null when it is no number, nothing leads to it, or the tenant calls nobody there.</summary>
    [Alias("CallBackNumber"), ResponseTimeout("00:00:05")]
    Task<string?> CallBackNumber();

    /// <summary>What a party outside is told before a call by this number is recorded; asked for who comes into a call that goes on.</summary>
    /// <param name="caller">The party outside, where it called.</param>
    /// <param name="isOutgoing">Whether the company called it, by this number.</param>
    [Alias("Notice"), ResponseTimeout("00:00:05")]
    Task<NoticeFound> Notice(Party caller, bool isOutgoing);

    /// <summary>Creates or changes the line in the directory.</summary>
    [Alias("Configure")]
    Task<ConfigureReceipt> Configure(LineSettings settings);

    /// <summary>Removes the line.</summary>
    [Alias("Remove")]
    Task<ConfigureReceipt> Remove();
}

/// <summary>Who calls.</summary>
/// <param name="Call">The call.</param>
/// <param name="Caller">The caller, or the party that is being transferred.</param>
/// <param name="OnBehalfOf">The user whose rights and limits count for an outgoing call: the caller, or the transferor.</param>
/// <param name="Hops">How many lines this call has been redirected through.</param>
/// <param name="Begins">True when a user begins a call or a fax with it; false for what becomes of one that goes on.</param>
/// <param name="GoesOn">True when it is asked for a call that goes on already: for one that is transferred, comes back from where it was parked, or leaves a menu, a queue or an announcement.</param>
/// <param name="Transfers">True when the caller is transferred there by somebody: a number outside is another party then, who is told by its own rule.</param>
/// <param name="IsRecorded">True when the call is recorded already: whoever comes into it outside is told, whether the line records or not.</param>
[GenerateSerializer, Immutable, Alias("rtc.RouteRequest")]
public sealed record RouteRequest(
    [property: Id(0)] CallId Call,
    [property: Id(1)] Party Caller,
    [property: Id(2)] UserId? OnBehalfOf,
    [property: Id(3)] int Hops,
    [property: Id(350)] bool Begins = false,
    [property: Id(370)] bool GoesOn = false,
    [property: Id(371)] bool Transfers = false,
    [property: Id(390)] bool IsRecorded = false);

/// <summary>What a line decided.</summary>
/// <param name="Direction">Whether the call stays inside or goes out.</param>
/// <param name="Record">True when it is to be recorded.</param>
[GenerateSerializer, Immutable, Alias("rtc.RoutePlan")]
public abstract record RoutePlan([property: Id(0)] CallDirection Direction, [property: Id(1)] bool Record)
{
    /// <summary>What a party outside is told before the call is recorded; null where nobody is told.</summary>
    [Id(2)]
    public RecordingNotice? Notice { get; init; }

    /// <summary>True where nothing more of a call that is recorded may be: it cannot be known what is to be told, or it is one for help.</summary>
    [Id(3)]
    public bool Withholds { get; init; }
}

/// <summary>Ring every target at once; the first answer wins.</summary>
/// <param name="Direction">Whether the call stays inside or goes out.</param>
/// <param name="Record">True when it is to be recorded.</param>
/// <param name="Party">Who is rung, as the caller sees them.</param>
/// <param name="Targets">The devices.</param>
/// <param name="RingSeconds">How long they ring.</param>
/// <param name="Otherwise">Where the call goes when they have not answered; null for nowhere.</param>
/// <param name="FollowsAtOnce">Whether the call rings at the user's other numbers instead of these devices; not one that comes here as somebody's other number.</param>
[GenerateSerializer, Immutable, Alias("rtc.RingRoute")]
public sealed record RingRoute(
    CallDirection Direction,
    bool Record,
    [property: Id(0)] Party Party,
    [property: Id(1)] ImmutableArray<DialTarget> Targets,
    [property: Id(2)] int RingSeconds,
    [property: Id(3)] RingFallback? Otherwise = null,
    [property: Id(250)] bool FollowsAtOnce = false) : RoutePlan(Direction, Record);

/// <summary>Try the targets one after the other, as a trunk's weighted peers are.</summary>
[GenerateSerializer, Immutable, Alias("rtc.HuntRoute")]
public sealed record HuntRoute(
    CallDirection Direction,
    bool Record,
    [property: Id(0)] Party Party,
    [property: Id(1)] ImmutableArray<DialTarget> Targets,
    [property: Id(2)] int RingSeconds,
    [property: Id(3)] Party? From = null) : RoutePlan(Direction, Record)
{
    /// <summary>What the party that is called is told when it has answered, where it is another one than <see cref="RoutePlan.Notice"/> is for; null where nobody is told.</summary>
    [Id(4)]
    public RecordingNotice? Called { get; init; }
}

/// <summary>Answer and play a source until the caller hangs up.</summary>
[GenerateSerializer, Immutable, Alias("rtc.PlayRoute")]
public sealed record PlayRoute(
    CallDirection Direction,
    bool Record,
    [property: Id(0)] MediaSource Source) : RoutePlan(Direction, Record);

/// <summary>Answer another call, which rings elsewhere.</summary>
/// <param name="Direction">Whether the call stays inside or goes out.</param>
/// <param name="Record">True when it is to be recorded.</param>
/// <param name="Ringing">The call that rings.</param>
[GenerateSerializer, Immutable, Alias("rtc.PickRoute")]
public sealed record PickRoute(CallDirection Direction, bool Record, [property: Id(0)] CallId Ringing) : RoutePlan(Direction, Record);

/// <summary>A slot for parked calls: a call that is transferred here waits in it, and whoever dials it takes the call that waits.</summary>
/// <param name="Direction">Whether the call stays inside or goes out.</param>
/// <param name="Record">True when it is to be recorded.</param>
/// <param name="Slot">The number of the slot; null for any that is free.</param>
/// <param name="Parked">The call that waits there and that the caller may take; without a slot the caller's only other call, which may be parked; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("rtc.ParkRoute")]
public sealed record ParkRoute(CallDirection Direction, bool Record, [property: Id(0)] string? Slot, [property: Id(1)] CallId? Parked) : RoutePlan(Direction, Record);

/// <summary>Answer, and wait in a queue for an agent.</summary>
[GenerateSerializer, Immutable, Alias("rtc.QueueRoute")]
public sealed record QueueRoute(CallDirection Direction, bool Record, [property: Id(0)] QueueId Queue) : RoutePlan(Direction, Record);

/// <summary>Answer, and lead the caller through a flow.</summary>
[GenerateSerializer, Immutable, Alias("rtc.FlowRoute")]
public sealed record FlowRoute(CallDirection Direction, bool Record, [property: Id(0)] FlowPlan Flow) : RoutePlan(Direction, Record);

/// <summary>Answer, and let the caller into a conference room.</summary>
[GenerateSerializer, Immutable, Alias("rtc.RoomRoute")]
public sealed record RoomRoute(CallDirection Direction, bool Record, [property: Id(0)] RoomId Room) : RoutePlan(Direction, Record);

/// <summary>Answer, and let the caller leave a message in a voicemail box, or hear those that are in it.</summary>
/// <param name="Direction">Whether the call stays inside or goes out.</param>
/// <param name="Record">True when it is to be recorded.</param>
/// <param name="Box">The box.</param>
/// <param name="Hears">True for its owner, who hears the messages.</param>
[GenerateSerializer, Immutable, Alias("rtc.VoicemailRoute")]
public sealed record VoicemailRoute(CallDirection Direction, bool Record, [property: Id(0)] MailboxPlan Box, [property: Id(1)] bool Hears) : RoutePlan(Direction, Record);

/// <summary>Answer with a fax machine that receives for somebody.</summary>
/// <param name="Direction">Whether the call stays inside or goes out.</param>
/// <param name="Record">True when it is to be recorded; a fax never is.</param>
/// <param name="Owner">Whose fax it is.</param>
/// <param name="Station">What the machine calls itself.</param>
[GenerateSerializer, Immutable, Alias("rtc.FaxRoute")]
public sealed record FaxRoute(CallDirection Direction, bool Record, [property: Id(0)] UserId Owner, [property: Id(1)] string Station) : RoutePlan(Direction, Record);

/// <summary>Ask another line; at most 10 times for one call.</summary>
/// <param name="Direction">Whether the call stays inside or goes out.</param>
/// <param name="Record">True when it is to be recorded.</param>
/// <param name="To">The number.</param>
/// <param name="By">Whose wish it is, when it is a user's: their rights and limits count from here on.</param>
[GenerateSerializer, Immutable, Alias("rtc.RedirectRoute")]
public sealed record RedirectRoute(CallDirection Direction, bool Record, [property: Id(0)] string To, [property: Id(1)] UserId? By = null) : RoutePlan(Direction, Record);

/// <summary>The call cannot be had.</summary>
[GenerateSerializer, Immutable, Alias("rtc.RefuseRoute")]
public sealed record RefuseRoute(
    CallDirection Direction,
    bool Record,
    [property: Id(0)] CallFailure Failure) : RoutePlan(Direction, Record);

/// <summary>What an administrator may set of a line.</summary>
/// <param name="Name">Shown to people.</param>
/// <param name="Kind">User, Echo, HoldMusic, Redirect, … as the directory names them.</param>
/// <param name="Target">The user's name, or the number redirected to.</param>
/// <param name="Recording">All, OnDemand or Never.</param>
/// <param name="RingSeconds">5 to 300.</param>
/// <param name="Enabled">False: calls get 480.</param>
[GenerateSerializer, Immutable, Alias("rtc.LineSettings")]
public sealed record LineSettings(
    [property: Id(0)] string Name,
    [property: Id(1)] string Kind,
    [property: Id(2)] string? Target,
    [property: Id(3)] string Recording,
    [property: Id(4)] int RingSeconds,
    [property: Id(5)] bool Enabled = true);
