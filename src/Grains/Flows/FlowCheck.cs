using System.Collections.Immutable;
using RtcCluster.Contracts.Flows;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Queues;

namespace RtcCluster.Grains.Flows;

/// <summary>What is wrong with a flow; it is not saved before nothing is.</summary>
internal static class FlowCheck
{
    private const int MaxSteps = 200;
    private const int MaxPieces = 20;
    private const int MaxText = 500;
    private const int MaxEntries = 64;

    /// <summary>Every problem, in the order of the steps; each begins with the name of its step.</summary>
    public static IReadOnlyList<string> Problems(FlowDefinition flow)
    {
        List<string> problems = [];
        if (flow.Name is not { Length: > 0 and <= 100 })
        {
            problems.Add("name: 1 to 100 characters.");
        }

        if (!IsLanguage(flow.Language))
        {
            problems.Add("language: es-CO or en.");
        }

        if (flow.Steps.IsDefaultOrEmpty || flow.Steps.Length > MaxSteps || flow.Steps.Any(step => step is null))
        {
            problems.Add($"steps: 1 to {MaxSteps}.");
            return problems;
        }

        foreach (var twice in flow.Steps.GroupBy(step => step.Name).Where(group => group.Count() > 1))
        {
            problems.Add($"{twice.Key}: there are {twice.Count()} steps of this name.");
        }

        if (flow.Step(flow.Start) is null)
        {
            problems.Add($"start: there is no step '{flow.Start}'.");
        }

        foreach (var step in flow.Steps)
        {
            problems.AddRange(Problems(flow, step).Select(problem => $"{step.Name}: {problem}"));
        }

        if (problems.Count == 0 && Round(flow) is { } round)
        {
            problems.Add($"{round[0]}: {string.Join(" > ", round)} goes round without the caller being asked anything.");
        }

        return problems;
    }

    private static IEnumerable<string> Problems(FlowDefinition flow, FlowStep step)
    {
        if (!FlowId.IsName(step.Name))
        {
            yield return "name: 1 to 64 of a-z, 0-9, dot, underscore and hyphen.";
        }

        foreach (var way in FlowEdge.Of(step).Where(way => flow.Step(way.To) is null))
        {
            yield return $"{way.Field}: there is no step '{way.To}'.";
        }

        foreach (var problem in step switch
        {
            SayStep say => Prompt("prompt", say.Prompt, isNeeded: true),
            MenuStep menu => [.. Prompt("prompt", menu.Prompt, isNeeded: true), .. Prompt("invalid", menu.Invalid, isNeeded: false), .. Menu(menu)],
            GatherStep gather => [.. Prompt("prompt", gather.Prompt, isNeeded: true), .. Prompt("invalid", gather.Invalid, isNeeded: false), .. Gather(gather)],
            HoursStep hours => Hours(hours),
            SetStep set => Set(set),
            SwitchStep choice => Switch(choice),
            WebhookStep hook => Webhook(hook),
            QueueStep queue => queue.Queue is { Length: > 0 and <= 64 } ? [] : ["queue: the name of a queue."],
            TransferStep transfer => transfer.Number is { Length: > 0 and <= 32 } ? [] : ["number: 1 to 32 digits, *, # or a leading +."],
            HangUpStep farewell => Prompt("prompt", farewell.Prompt, isNeeded: false),
            _ => ["type: not a step of this version."],
        })
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Menu(MenuStep menu)
    {
        if (menu.Choices is not { Count: > 0 } || menu.Choices.Keys.Any(key => key is not { Length: 1 } || !(char.IsAsciiDigit(key[0]) || key[0] is '*' or '#')))
        {
            yield return "choices: at least one, each a digit, * or #.";
        }

        if (!IsWait(menu.Timeout))
        {
            yield return "timeout: 00:00:01 to 00:01:00.";
        }

        if (menu.Attempts is < 1 or > 9)
        {
            yield return "attempts: 1 to 9.";
        }
    }

    private static IEnumerable<string> Gather(GatherStep gather)
    {
        if (!IsVariable(gather.Into))
        {
            yield return "into: a variable, 1 to 64 letters, digits and underscores, but not caller or dialled.";
        }

        if (gather.MinDigits is < 1 or > 64 || gather.MaxDigits < gather.MinDigits || gather.MaxDigits > 64)
        {
            yield return "minDigits, maxDigits: 1 to 64, the least first.";
        }

        if (gather.Terminator is not ("" or "#" or "*"))
        {
            yield return "terminator: #, * or nothing.";
        }

        if (!IsWait(gather.Timeout) || !IsWait(gather.BetweenDigits))
        {
            yield return "timeout, betweenDigits: 00:00:01 to 00:01:00.";
        }

        if (gather.Attempts is < 1 or > 9)
        {
            yield return "attempts: 1 to 9.";
        }
    }

    private static IEnumerable<string> Hours(HoursStep step)
    {
        if (step.Hours is null)
        {
            return ["hours: when it is open."];
        }

        return QueueRulesCheck.Hours(step.Hours with { Zone = [] }) is { } problem ? [$"hours: {problem}"] : [];
    }

    private static IEnumerable<string> Set(SetStep set)
    {
        if (set.Language is not null && !IsLanguage(set.Language))
        {
            yield return "language: es-CO or en.";
        }

        if (set.Priority is < 0 or > 10)
        {
            yield return "priority: 0 to 10.";
        }

        if (set.Skills is { } skills && (skills.Count > 8 || skills.Any(skill => skill.Key is not { Length: > 0 and <= 64 } || skill.Value is < 1 or > 100)))
        {
            yield return "skills: at most 8, each with a level of 1 to 100.";
        }

        if (set.Variables is { } variables && (variables.Count > MaxEntries || variables.Any(variable => !IsVariable(variable.Key) || variable.Value is not { Length: <= FlowMachine.MaxValue })))
        {
            yield return $"variables: names of letters, digits and underscores but not caller or dialled, values of at most {FlowMachine.MaxValue} characters.";
        }
    }

    private static IEnumerable<string> Switch(SwitchStep choice)
    {
        if (choice.Variable is not { Length: > 0 and <= 64 })
        {
            yield return "variable: the name of a variable.";
        }

        if (choice.Cases is not { Count: > 0 and <= MaxEntries })
        {
            yield return $"cases: 1 to {MaxEntries}.";
        }
    }

    private static IEnumerable<string> Webhook(WebhookStep hook)
    {
        if (!Uri.TryCreate(hook.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0 || hook.Url.Length > 1_000)
        {
            yield return "url: an http or https address without a user.";
        }

        if (hook.Timeout < TimeSpan.FromSeconds(0.5) || hook.Timeout > TimeSpan.FromSeconds(15))
        {
            yield return "timeout: 00:00:00.5 to 00:00:15.";
        }
    }

    private static IEnumerable<string> Prompt(string field, ImmutableArray<FlowPiece> prompt, bool isNeeded)
    {
        if (prompt.IsDefault || prompt.Length > MaxPieces || (isNeeded && prompt.IsEmpty))
        {
            yield return $"{field}: {(isNeeded ? 1 : 0)} to {MaxPieces} pieces.";
            yield break;
        }

        for (var i = 0; i < prompt.Length; i++)
        {
            if (Problem(prompt[i]) is { } problem)
            {
                yield return $"{field}[{i}]: {problem}";
            }
        }
    }

    private static string? Problem(FlowPiece? piece)
    {
        if (piece is null || new object?[] { piece.Say, piece.Play, piece.Pause, piece.Number, piece.Digits, piece.Time, piece.Money }.Count(field => field is not null) != 1)
        {
            return "exactly one of say, play, pause, number, digits, time and money.";
        }

        return piece switch
        {
            { Say: { } say } when say.Count == 0 || say.Any(text => !IsLanguage(text.Key) || text.Value is not { Length: > 0 and <= MaxText }) => $"say: texts of 1 to {MaxText} characters in es-CO or en.",
            { Pause: < 20 or > 10_000 } => "pause: 20 to 10,000 ms.",
            { Play: { } play } when play is not { Length: > 0 and <= 64 } => "play: the name of a prompt.",
            { Currency: not { Length: 3 } } => "currency: three letters (ISO 4217).",
            _ => null,
        };
    }

    // Steps that ask the caller nothing and only lead to such steps again: a caller would hear them for ever.
    private static IReadOnlyList<string>? Round(FlowDefinition flow)
    {
        Dictionary<string, bool> seen = [];
        List<string> way = [];
        return flow.Steps.Select(step => Visit(step.Name)).FirstOrDefault(found => found is not null);

        IReadOnlyList<string>? Visit(string name)
        {
            if (seen.TryGetValue(name, out var done))
            {
                return done ? null : [.. way.SkipWhile(step => step != name), name];
            }

            if (flow.Step(name) is not { } step || step is MenuStep or GatherStep)
            {
                return null;
            }

            seen[name] = false;
            way.Add(name);
            var round = FlowEdge.Of(step).Select(edge => Visit(edge.To)).FirstOrDefault(found => found is not null);
            way.RemoveAt(way.Count - 1);
            seen[name] = true;
            return round;
        }
    }

    private static bool IsVariable(string? name) => name is { Length: > 0 and <= 64 } and not ("caller" or "dialled") && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static bool IsLanguage(string? tag) => tag is "es-CO" or "en";

    private static bool IsWait(TimeSpan time) => time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromMinutes(1);
}
