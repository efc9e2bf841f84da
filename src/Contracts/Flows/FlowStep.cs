using System.Collections.Immutable;
using System.Text.Json.Serialization;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Contracts.Flows;

/// <summary>A step of a flow.</summary>
[GenerateSerializer, Immutable, Alias("rtc.FlowStep")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SayStep), "say")]
[JsonDerivedType(typeof(MenuStep), "menu")]
[JsonDerivedType(typeof(GatherStep), "gather")]
[JsonDerivedType(typeof(HoursStep), "hours")]
[JsonDerivedType(typeof(SetStep), "set")]
[JsonDerivedType(typeof(SwitchStep), "switch")]
[JsonDerivedType(typeof(WebhookStep), "webhook")]
[JsonDerivedType(typeof(QueueStep), "queue")]
[JsonDerivedType(typeof(TransferStep), "transfer")]
[JsonDerivedType(typeof(HangUpStep), "hangUp")]
public abstract record FlowStep
{
    /// <summary>Its name in the flow: 1 to 64 of a-z, 0-9, dot, underscore and hyphen.</summary>
    [Id(0)]
    public string Name { get; init; } = "";
}

/// <summary>Says something.</summary>
[GenerateSerializer, Immutable, Alias("rtc.SayStep")]
public sealed record SayStep : FlowStep
{
    /// <summary>What is said.</summary>
    [Id(0)]
    public ImmutableArray<FlowPiece> Prompt { get; init; } = [];

    /// <summary>The step after it.</summary>
    [Id(1)]
    public string Next { get; init; } = "";
}

/// <summary>Says what can be chosen and waits for one digit, also while it speaks.</summary>
[GenerateSerializer, Immutable, Alias("rtc.MenuStep")]
public sealed record MenuStep : FlowStep
{
    /// <summary>What is said.</summary>
    [Id(0)]
    public ImmutableArray<FlowPiece> Prompt { get; init; } = [];

    /// <summary>The step that each digit leads to: 0-9, * and #.</summary>
    [Id(1)]
    public ImmutableDictionary<string, string> Choices { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How long a digit is waited for after the prompt; 1 to 60 seconds.</summary>
    [Id(2)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the prompt is said before the caller is led on; 1 to 9.</summary>
    [Id(3)]
    public int Attempts { get; init; } = 3;

    /// <summary>What is said before the prompt when a digit leads nowhere.</summary>
    [Id(4)]
    public ImmutableArray<FlowPiece> Invalid { get; init; } = [];

    /// <summary>Where a caller goes who has chosen nothing in all attempts.</summary>
    [Id(5)]
    public string Otherwise { get; init; } = "";
}

/// <summary>Asks for digits and keeps them in a variable.</summary>
[GenerateSerializer, Immutable, Alias("rtc.GatherStep")]
public sealed record GatherStep : FlowStep
{
    /// <summary>What is said.</summary>
    [Id(0)]
    public ImmutableArray<FlowPiece> Prompt { get; init; } = [];

    /// <summary>The variable that the digits go to.</summary>
    [Id(1)]
    public string Into { get; init; } = "digits";

    /// <summary>How many digits there are at least; 1 to 64.</summary>
    [Id(2)]
    public int MinDigits { get; init; } = 1;

    /// <summary>How many there are at most; the last one ends the input.</summary>
    [Id(3)]
    public int MaxDigits { get; init; } = 16;

    /// <summary>The digit that ends the input and is not a part of it; empty when there is none.</summary>
    [Id(4)]
    public string Terminator { get; init; } = "#";

    /// <summary>How long the first digit is waited for after the prompt; 1 to 60 seconds.</summary>
    [Id(5)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>How long each further digit is waited for; 1 to 60 seconds. Enough digits are taken then as they are.</summary>
    [Id(6)]
    public TimeSpan BetweenDigits { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often the prompt is said before the caller is led on; 1 to 9.</summary>
    [Id(7)]
    public int Attempts { get; init; } = 3;

    /// <summary>What is said before the prompt when there were too few digits.</summary>
    [Id(8)]
    public ImmutableArray<FlowPiece> Invalid { get; init; } = [];

    /// <summary>The step with the digits.</summary>
    [Id(9)]
    public string Next { get; init; } = "";

    /// <summary>Where a caller goes who gave none in all attempts.</summary>
    [Id(10)]
    public string Otherwise { get; init; } = "";
}

/// <summary>Asks the clock.</summary>
[GenerateSerializer, Immutable, Alias("rtc.HoursStep")]
public sealed record HoursStep : FlowStep
{
    /// <summary>When it is open.</summary>
    [Id(0)]
    public QueueHours Hours { get; init; } = new();

    /// <summary>The step while it is open.</summary>
    [Id(1)]
    public string Open { get; init; } = "";

    /// <summary>The step while it is closed, and on holidays.</summary>
    [Id(2)]
    public string Closed { get; init; } = "";
}

/// <summary>Sets what later steps and the queue go by; what is left out stays as it is.</summary>
[GenerateSerializer, Immutable, Alias("rtc.SetStep")]
public sealed record SetStep : FlowStep
{
    /// <summary>The language from here on.</summary>
    [Id(0)]
    public string? Language { get; init; }

    /// <summary>The priority in the queue; 0 to 10.</summary>
    [Id(1)]
    public int? Priority { get; init; }

    /// <summary>Skills that the agent must have, and the least proficiency, 1 to 100; at most 8 in all.</summary>
    [Id(2)]
    public ImmutableDictionary<string, int>? Skills { get; init; }

    /// <summary>Variables and their new values.</summary>
    [Id(3)]
    public ImmutableDictionary<string, string>? Variables { get; init; }

    /// <summary>The step after it.</summary>
    [Id(4)]
    public string Next { get; init; } = "";
}

/// <summary>Goes by a variable's value.</summary>
[GenerateSerializer, Immutable, Alias("rtc.SwitchStep")]
public sealed record SwitchStep : FlowStep
{
    /// <summary>The variable; <c>caller</c> and <c>dialled</c> are there from the beginning.</summary>
    [Id(0)]
    public string Variable { get; init; } = "";

    /// <summary>The step for each value.</summary>
    [Id(1)]
    public ImmutableDictionary<string, string> Cases { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The step for every other value, and for none.</summary>
    [Id(2)]
    public string Otherwise { get; init; } = "";
}

/// <summary>Asks a web service; the strings, numbers and truth values of the JSON object that it answers with become variables.</summary>
[GenerateSerializer, Immutable, Alias("rtc.WebhookStep")]
public sealed record WebhookStep : FlowStep
{
    /// <summary>Where: http or https.</summary>
    [Id(0)]
    public string Url { get; init; } = "";

    /// <summary>How long it may take; 0.5 to 15 seconds. The caller hears silence.</summary>
    [Id(1)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The step after a good answer.</summary>
    [Id(2)]
    public string Next { get; init; } = "";

    /// <summary>The step when there was none in time.</summary>
    [Id(3)]
    public string Otherwise { get; init; } = "";
}

/// <summary>Leaves the flow: the caller waits in a queue.</summary>
[GenerateSerializer, Immutable, Alias("rtc.QueueStep")]
public sealed record QueueStep : FlowStep
{
    /// <summary>The queue's name.</summary>
    [Id(0)]
    public string Queue { get; init; } = "";
}

/// <summary>Leaves the flow: the call goes to a number, as if the caller had dialled it.</summary>
[GenerateSerializer, Immutable, Alias("rtc.TransferStep")]
public sealed record TransferStep : FlowStep
{
    /// <summary>An extension or another number of the company.</summary>
    [Id(0)]
    public string Number { get; init; } = "";
}

/// <summary>Leaves the flow: the call ends, after a farewell when there is one.</summary>
[GenerateSerializer, Immutable, Alias("rtc.HangUpStep")]
public sealed record HangUpStep : FlowStep
{
    /// <summary>What is said before.</summary>
    [Id(0)]
    public ImmutableArray<FlowPiece> Prompt { get; init; } = [];
}
