using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Tests.Calls;

namespace RtcCluster.Grains.Tests.Reports;

/// <summary>Who has which number in <see cref="FortyCalls"/>.</summary>
internal static class Company
{
    public static readonly DateTimeOffset Day = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);
    public static readonly TenantId Tenant = CallScript.Tenant;
    private static readonly string[] People = ["ana", "ben", "cid", "dora"];

    public static UserId User(string name) => new(Tenant, name);

    public static QueueId Queue(string name) => new(Tenant, name);

    public static DateTimeOffset At(string clock) => Day + TimeSpan.Parse(clock, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A person of the company, or somebody outside whose number ends with that of the call.</summary>
    public static Party Party(string name, string call) => name == "out"
        ? new Party($"+5730012345{call}", $"Caller {call}", null, CallScript.Carrier)
        : new Party($"100{Array.IndexOf(People, name) + 1}", name, User(name));

    public static RingPlan Telephone(string name) => new(Party(name, ""), [CallScript.Device(User(name), CallScript.A)]);
}
