using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using RtcCluster.Contracts.Incidents;

namespace RtcCluster.Grains.Incidents;

/// <summary>What looks like an attack or like fraud; section <c>Incidents</c>. Each number is beyond what people did on the mixed day of the tests.</summary>
public sealed class IncidentRules : IValidatableObject
{
    /// <summary>The section's key.</summary>
    public const string Section = "Incidents";

    /// <summary>Rules that block at once, separated by commas: calls outside of the user (<c>tollBurst</c>, <c>blockedNumbers</c>, <c>newCountry</c>), or the session (<c>impossibleTravel</c>). Not <c>forwardedBurst</c>: whoever calls somebody who forwards could block them. Empty: people decide.</summary>
    public string Blocks { get; set; } = "";

    /// <summary>Hours that a block lasts unless somebody ends it. 1 to 720.</summary>
    [Range(1, 720)]
    public int BlockHours { get; set; } = 24;

    /// <summary>Calls outside that one user makes within five minutes. A person at a telephone makes one in a quarter of a minute at most. 2 to 10,000.</summary>
    [Range(2, 10_000)]
    public int Calls { get; set; } = 40;

    /// <summary>Calls to other countries that one user makes within five minutes. 2 to 10,000.</summary>
    [Range(2, 10_000)]
    public int CallsAbroad { get; set; } = 10;

    /// <summary>Calls of one user to numbers that are not allowed, within ten minutes. 2 to 10,000.</summary>
    [Range(2, 10_000)]
    public int RefusedCalls { get; set; } = 5;

    /// <summary>Calls that one user forwards or transfers outside, within ten minutes. 2 to 10,000.</summary>
    [Range(2, 10_000)]
    public int ForwardedCalls { get; set; } = 12;

    /// <summary>Calls within an hour to a country that the company has not called for 90 days. 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int CallsToNewCountry { get; set; } = 3;

    /// <summary>Days from a company's first call outside on in which the countries that it calls are learnt. 0 to 365.</summary>
    [Range(0, 365)]
    public int LearningDays { get; set; } = 14;

    /// <summary>Answered calls of about one length from one block of a thousand numbers to one number, within half an hour. 3 to 10,000.</summary>
    [Range(3, 10_000)]
    public int PumpedCalls { get; set; } = 20;

    /// <summary>Numbers that one block of a thousand numbers rings for less than five seconds, within ten minutes. 2 to 10,000.</summary>
    [Range(2, 10_000)]
    public int BaitedNumbers { get; set; } = 8;

    /// <summary>Accounts at which one source fails and does not sign in after all, within ten minutes. 2 to 10,000.</summary>
    [Range(2, 10_000)]
    public int SprayedAccounts { get; set; } = 10;

    /// <summary>Failures of one account within ten minutes; of a telephone, which tries again by itself, from three sources. 2 to 10,000.</summary>
    [Range(2, 10_000)]
    public int GuessedPasswords { get; set; } = 10;

    /// <summary>SIP accounts that are none, from one source within five minutes. 2 to 10,000.</summary>
    [Range(2, 10_000)]
    public int ScannedAccounts { get; set; } = 10;

    /// <summary>Kilometres an hour that nobody travels. 100 to 100,000.</summary>
    [Range(100, 100_000)]
    public int TravelSpeed { get; set; } = 1_000;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Names.FirstOrDefault(static name => !Enum.GetValues<IncidentRule>().Any(rule => NameOf(rule).Equals(name, StringComparison.OrdinalIgnoreCase))) is { } wrong
            ? [new ValidationResult($"'{wrong}' is no rule.", [nameof(Blocks)])]
        : DoesBlock(IncidentRule.ForwardedBurst) ? [new ValidationResult($"'{NameOf(IncidentRule.ForwardedBurst)}' blocks nobody: whoever calls somebody who forwards could block them.", [nameof(Blocks)])]
        : [];

    /// <summary>Whether a rule blocks at once.</summary>
    internal bool DoesBlock(IncidentRule rule) => Names.Contains(NameOf(rule), StringComparer.OrdinalIgnoreCase);

    /// <summary>What a rule is called where it is stored and shown.</summary>
    internal static string NameOf(IncidentRule rule) => JsonNamingPolicy.CamelCase.ConvertName(rule.ToString());

    private string[] Names => Blocks.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
