using System.Collections.Immutable;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Contracts.Retention;

/// <summary>How long a tenant keeps what, and the sweeps that erase the rest. Key: <c>{tenant}/retention</c>.</summary>
[Alias("rtc.IRetentionGrain")]
public interface IRetentionGrain : IGrainWithStringKey
{
    /// <summary>It sweeps from now on, once an hour, whatever becomes of the process that asked.</summary>
    [Alias("Watch")]
    Task Watch();

    /// <summary>It sweeps now; false when it is doing so already. What came of it is in the database.</summary>
    [Alias("Sweep")]
    Task<bool> Sweep();

    /// <summary>The rules are so from now on.</summary>
    /// <param name="settings">The rules.</param>
    /// <param name="version">The version that is changed; null for whatever there is.</param>
    /// <param name="by">The user who changes them.</param>
    [Alias("Configure")]
    Task<ConfigureReceipt> Configure(RetentionSettings settings, int? version, string by);

    /// <summary>The days of a user's own voicemail and call log are so from now on; null: as the tenant says.</summary>
    [Alias("ConfigureOwn")]
    Task<ConfigureReceipt> ConfigureOwn(string user, int? voicemailDays, int? callLogDays);

    /// <summary>The days of what is a user's own are so from now on; <see cref="ConfigureOwn"/> is what edges of the version before say.</summary>
    [Alias("KeepOwn")]
    Task<ConfigureReceipt> KeepOwn(string user, OwnRetention days);

    /// <summary>The key of a tenant's.</summary>
    static string KeyOf(string tenant) => $"{tenant}/retention";
}

/// <summary>How long a tenant keeps what.</summary>
/// <param name="Recordings">Recordings of calls.</param>
/// <param name="Voicemail">Messages in voicemail boxes.</param>
/// <param name="CallLog">The call log, with what reports are made of.</param>
/// <param name="Chat">Messages of conversations; null: no rule.</param>
/// <param name="Fax">Faxes; null: no rule.</param>
[GenerateSerializer, Immutable, Alias("rtc.RetentionSettings")]
public sealed record RetentionSettings([property: Id(0)] RetentionDays Recordings, [property: Id(1)] RetentionDays Voicemail, [property: Id(2)] RetentionDays CallLog, [property: Id(3)] RetentionDays? Chat = null, [property: Id(4)] RetentionDays? Fax = null);

/// <summary>How many days what is a user's own is kept; null: as the tenant says.</summary>
/// <param name="Voicemail">Messages in the voicemail box.</param>
/// <param name="CallLog">The call log.</param>
/// <param name="Fax">Faxes.</param>
[GenerateSerializer, Immutable, Alias("rtc.OwnRetention")]
public sealed record OwnRetention([property: Id(0)] int? Voicemail, [property: Id(1)] int? CallLog, [property: Id(2)] int? Fax);

/// <summary>How many days things of one kind are kept.</summary>
/// <param name="Days">For whatever no user's and no queue's rule names; null: no rule.</param>
/// <param name="Users">By name of the user.</param>
/// <param name="Queues">By name of the queue.</param>
[GenerateSerializer, Immutable, Alias("rtc.RetentionDays")]
public sealed record RetentionDays(
    [property: Id(0)] int? Days, [property: Id(1)] ImmutableDictionary<string, int> Users, [property: Id(2)] ImmutableDictionary<string, int> Queues);
