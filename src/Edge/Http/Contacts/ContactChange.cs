using System.ComponentModel.DataAnnotations;
using RtcCluster.Storage.Contacts;

namespace RtcCluster.Edge.Http.Contacts;

/// <summary>What somebody sets of a contact; what is left out is empty.</summary>
public sealed record ContactChange
{
    /// <summary>The name as it is shown; without one it is made of the names, the organisation, a number or an address.</summary>
    [StringLength(200)]
    public string Name { get; init; } = "";

    /// <summary>Given names.</summary>
    [StringLength(200)]
    public string GivenName { get; init; } = "";

    /// <summary>Family names.</summary>
    [StringLength(200)]
    public string FamilyName { get; init; } = "";

    /// <summary>Company or office.</summary>
    [StringLength(200)]
    public string Organization { get; init; } = "";

    /// <summary>What the person does there.</summary>
    [StringLength(200)]
    public string Title { get; init; } = "";

    /// <summary>What whoever answers ought to know.</summary>
    [StringLength(4000)]
    public string Notes { get; init; } = "";

    /// <summary>Telephone numbers as people write them, the usual one first.</summary>
    [MaxLength(20)]
    public IReadOnlyList<ContactNumberChange> Numbers { get; init; } = [];

    /// <summary>E-mail addresses, the usual one first.</summary>
    [MaxLength(20)]
    public IReadOnlyList<ContactEmailChange> Emails { get; init; } = [];

    /// <summary>Labels that contacts are found by.</summary>
    [MaxLength(20)]
    public IReadOnlyList<string> Groups { get; init; } = [];

    internal ContactCard ToCard(string country) => new()
    {
        Name = Name,
        GivenName = GivenName,
        FamilyName = FamilyName,
        Organization = Organization,
        Title = Title,
        Notes = Notes,
        Numbers = [.. Numbers.Select(number => new ContactNumber(number.Number, PhoneNumberText.ToE164(number.Number, country), number.Label))],
        Emails = [.. Emails.Select(static email => new ContactEmail(email.Address, email.Label))],
        Groups = Groups,
    };
}

/// <summary>A telephone number.</summary>
public sealed record ContactNumberChange
{
    /// <summary>The number as people write it.</summary>
    [Required, StringLength(40)]
    public required string Number { get; init; }

    /// <summary>What it is, for example <c>work</c>.</summary>
    [StringLength(40)]
    public string Label { get; init; } = "";
}

/// <summary>An e-mail address.</summary>
public sealed record ContactEmailChange
{
    /// <summary>The address.</summary>
    [Required, StringLength(254)]
    public required string Address { get; init; }

    /// <summary>What it is, for example <c>home</c>.</summary>
    [StringLength(40)]
    public string Label { get; init; } = "";
}

/// <summary>Which version a contact is to say again.</summary>
public sealed record RestoreContactRequest
{
    /// <summary>The version.</summary>
    [Range(1, int.MaxValue)]
    public required int Version { get; init; }
}

/// <summary>Two contacts of one book that are one person.</summary>
public sealed record MergeContactsRequest
{
    /// <summary>The contact that stays.</summary>
    [Required, StringLength(36)]
    public required string Keep { get; init; }

    /// <summary>Its version as it was seen; null: whichever it is.</summary>
    public int? KeepVersion { get; init; }

    /// <summary>The contact that goes into it.</summary>
    [Required, StringLength(36)]
    public required string Other { get; init; }

    /// <summary>Its version as it was seen; null: whichever it is.</summary>
    public int? OtherVersion { get; init; }
}
