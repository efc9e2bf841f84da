using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Incidents;

/// <summary>Something that a company's watch looks at: of calls, or of people and telephones that sign in.</summary>
/// <param name="At">When it happened (UTC).</param>
[GenerateSerializer, Immutable, Alias("rtc.IncidentSignal")]
public abstract record IncidentSignal([property: Id(0)] DateTimeOffset At);

/// <summary>A password was wrong, or an account is none.</summary>
/// <param name="At">When.</param>
/// <param name="Source">The address it came from.</param>
/// <param name="Account">The account that was named: a user's name, or a SIP account.</param>
/// <param name="Exists">Whether there is such an account.</param>
/// <param name="IsSip">Whether a telephone asked, which tries again by itself.</param>
[GenerateSerializer, Immutable, Alias("rtc.incident.SignInFailed")]
public sealed record SignInFailed(
    DateTimeOffset At, [property: Id(0)] string Source, [property: Id(1)] string Account, [property: Id(2)] bool Exists, [property: Id(3)] bool IsSip) : IncidentSignal(At);

/// <summary>A person has signed in.</summary>
/// <param name="At">When.</param>
/// <param name="Source">The address it came from.</param>
/// <param name="User">Who.</param>
/// <param name="Session">The session.</param>
/// <param name="Place">Where the address is; null when nobody knows.</param>
[GenerateSerializer, Immutable, Alias("rtc.incident.SignedIn")]
public sealed record SignedIn(
    DateTimeOffset At, [property: Id(0)] string Source, [property: Id(1)] UserId User, [property: Id(2)] string Session, [property: Id(3)] Place? Place) : IncidentSignal(At);

/// <summary>A user's call goes outside, or was not let there.</summary>
/// <param name="At">When.</param>
/// <param name="User">At whose expense.</param>
/// <param name="Call">The call.</param>
/// <param name="Number">The number, in E.164 form.</param>
/// <param name="IsRefused">Whether nobody may call the number.</param>
/// <param name="IsForwarded">Whether somebody else calls, whom the user forwarded or transferred.</param>
/// <param name="StoppedBy">Why it was not let out though the number may be called.</param>
[GenerateSerializer, Immutable, Alias("rtc.incident.CalledOutside")]
public sealed record CalledOutside(
    DateTimeOffset At, [property: Id(0)] UserId User, [property: Id(1)] CallId Call, [property: Id(2)] string Number, [property: Id(3)] bool IsRefused, [property: Id(4)] bool IsForwarded,
    [property: Id(5)] OutsideStop StoppedBy = OutsideStop.None)
    : IncidentSignal(At);

/// <summary>Why a call was not let out.</summary>
[GenerateSerializer, Alias("rtc.OutsideStop")]
public enum OutsideStop
{
    /// <summary>It was let out, or its number is one that nobody may call.</summary>
    None = 0,

    /// <summary>The user makes too many calls, or may make none.</summary>
    Limit = 1,

    /// <summary>The user's calls outside are blocked because of a case.</summary>
    Block = 2,
}

/// <summary>A call from outside is over.</summary>
/// <param name="At">When.</param>
/// <param name="Call">The call.</param>
/// <param name="From">The caller's number, as the trunk gave it.</param>
/// <param name="To">The number that was called.</param>
/// <param name="RungMilliseconds">How long it rang; 0 when it did not.</param>
/// <param name="TalkedMilliseconds">How long it was answered; null when it was not.</param>
[GenerateSerializer, Immutable, Alias("rtc.incident.CalledFromOutside")]
public sealed record CalledFromOutside(
    DateTimeOffset At, [property: Id(0)] CallId Call, [property: Id(1)] string From, [property: Id(2)] string To, [property: Id(3)] long RungMilliseconds, [property: Id(4)] long? TalkedMilliseconds)
    : IncidentSignal(At);

/// <summary>A place on earth.</summary>
/// <param name="Country">ISO 3166-1 alpha-2 code.</param>
/// <param name="Latitude">Degrees, north positive.</param>
/// <param name="Longitude">Degrees, east positive.</param>
[GenerateSerializer, Immutable, Alias("rtc.Place")]
public sealed record Place([property: Id(0)] string Country, [property: Id(1)] double Latitude, [property: Id(2)] double Longitude);
