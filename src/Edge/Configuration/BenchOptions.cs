using System.ComponentModel.DataAnnotations;
using System.Net;

namespace RtcCluster.Edge.Configuration;

/// <summary>Section <c>Bench</c>: a server that is to be measured, with a tenant of its own; on loopback alone, because it trusts one address and its passwords are known to everybody.</summary>
public sealed class BenchOptions : IValidatableObject
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Bench";

    private const int MaxUsers = 100_000;

    /// <summary>Whether any of it holds; the process refuses to start with it when it listens beyond loopback.</summary>
    public bool Enabled { get; set; }

    /// <summary>Where the load comes from: its calls are taken without digest, and no limit on messages, logins or accounts counts for it.</summary>
    public IPAddress Source { get; set; } = IPAddress.Loopback;

    /// <summary>Where every number goes that <see cref="Source"/> dials.</summary>
    public IPEndPoint Target { get; set; } = new(IPAddress.Loopback, 5090);

    /// <summary>Users <c>u0</c>, <c>u1</c> … with the extensions 100000, 100001 …, the addresses <c>u0@bench.test</c> … and the password <c>secret</c> (hashed in 100 rounds: thousands who sign in are not to take minutes), beside the administrator <c>admin@bench.test</c>.</summary>
    [Range(0, MaxUsers)]
    public int Users { get; set; } = 1_000;

    /// <summary>Whether each of them has a contact at <see cref="Target"/> from the start.</summary>
    public bool Contacts { get; set; }

    /// <summary>Whether calls from <see cref="Source"/> are recorded.</summary>
    public bool Record { get; set; }

    /// <summary>Whether registrations are kept in memory alone, to be compared with registrars that do so.</summary>
    public bool RegistrationsInMemory { get; set; }

    /// <summary>Processors that SIP shards and readers are bound to, each to one in turn, <c>0,2-3</c>; empty for no binding. Linux.</summary>
    public string SipCores { get; set; } = "";

    /// <summary>Processors that media shards are bound to, each to one in turn, <c>0,2-3</c>; empty for no binding. Linux.</summary>
    public string MediaCores { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ProcessorList.TryParse(SipCores, out _))
        {
            yield return new(ProcessorList.Rule, [nameof(SipCores)]);
        }

        if (!ProcessorList.TryParse(MediaCores, out _))
        {
            yield return new(ProcessorList.Rule, [nameof(MediaCores)]);
        }
    }
}
