using System.Text.Json;
using RtcCluster.Contracts.Flows;

namespace RtcCluster.Grains.Flows;

/// <summary>The rules of a flow: a run and an event give a changed run and what the stage is to do, the same each time.</summary>
/// <remarks>
/// A flow ends whatever is in it: steps that need nothing of the caller are counted, and so are all steps. A caller who says nothing is led on by the bound of attempts,
/// and a prompt that cannot be played is over at once.
/// </remarks>
internal static class FlowMachine
{
    /// <summary>As many steps may follow each other without a digit of the caller.</summary>
    public const int MaxSilentSteps = 100;

    /// <summary>As many steps a run may have.</summary>
    public const int MaxSteps = 1_000;

    /// <summary>As many variables a run may have.</summary>
    public const int MaxVariables = 64;

    /// <summary>The longest value of a variable; a longer one is cut.</summary>
    public const int MaxValue = 256;

    private const int MaxWay = 64;

    /// <summary>The caller is there.</summary>
    public static void Begin(FlowRun run, IFlowStage stage)
    {
        run.Language = run.Plan.Definition.Language;
        Enter(run, run.Plan.Definition.Start, stage);
    }

    /// <summary>The caller pressed a digit.</summary>
    public static void Digit(FlowRun run, char digit, IFlowStage stage)
    {
        run.SinceDigit = 0;
        switch (run.Plan.Definition.Step(run.Step))
        {
            case MenuStep menu when menu.Choices.TryGetValue(digit.ToString(), out var chosen):
                Enter(run, chosen, stage);
                break;
            case MenuStep menu:
                Again(run, menu.Attempts, menu.Otherwise, invalid: true, stage);
                break;
            case GatherStep gather when gather.Terminator == digit.ToString():
                Gathered(run, gather, stage);
                break;
            case GatherStep gather when char.IsAsciiDigit(digit) || digit is '*' or '#':
                run.Digits += digit;
                if (run.Digits.Length >= gather.MaxDigits)
                {
                    Gathered(run, gather, stage);
                }
                else
                {
                    run.Until = stage.Now + gather.BetweenDigits;
                }

                break;
            default:
                // What is said cannot be skipped, and A to D are not on a caller's telephone.
                break;
        }
    }

    /// <summary>What was said last is over.</summary>
    public static void PromptOver(FlowRun run, IFlowStage stage)
    {
        switch (run.Plan.Definition.Step(run.Step))
        {
            case SayStep say:
                Enter(run, say.Next, stage);
                break;
            case MenuStep menu:
                run.Until = stage.Now + menu.Timeout;
                break;
            case GatherStep gather when run.Digits.Length == 0:
                run.Until = stage.Now + gather.Timeout;
                break;
            case HangUpStep:
                stage.HangUp(null);
                break;
            default:
                // Of a gathering step whose digits are coming in the clock runs already.
                break;
        }
    }

    /// <summary>What was waited for did not come in time.</summary>
    public static void Due(FlowRun run, IFlowStage stage)
    {
        switch (run.Plan.Definition.Step(run.Step))
        {
            case MenuStep menu:
                Again(run, menu.Attempts, menu.Otherwise, invalid: false, stage);
                break;
            case GatherStep gather:
                Gathered(run, gather, stage);
                break;
            case WebhookStep hook when run.Asking:
                run.Asking = false;
                Enter(run, hook.Otherwise, stage);
                break;
            default:
                break;
        }
    }

    /// <summary>A web service has answered, or has not; an answer to a request that is not waited for any more says nothing.</summary>
    public static void WebAnswered(FlowRun run, int number, string? body, IFlowStage stage)
    {
        if (!run.Asking || run.Requests != number || run.Plan.Definition.Step(run.Step) is not WebhookStep hook)
        {
            return;
        }

        run.Asking = false;
        run.Until = null;
        Enter(run, body is not null && Learn(run, body) ? hook.Next : hook.Otherwise, stage);
    }

    /// <summary>Goes to a step, and on through those that take no time.</summary>
    private static void Enter(FlowRun run, string name, IFlowStage stage)
    {
        for (var next = (string?)name; next is not null;)
        {
            run.Step = next;
            run.Attempt = 0;
            run.Digits = "";
            run.Until = null;
            if (++run.Steps > MaxSteps || ++run.SinceDigit > MaxSilentSteps)
            {
                stage.HangUp("The flow goes round.");
                return;
            }

            run.Way.Add(next);
            if (run.Way.Count > MaxWay)
            {
                run.Way.RemoveAt(0);
            }

            next = Do(run, next, stage);
        }
    }

    // The next step when this one takes no time; null when it waits or has left the flow.
    private static string? Do(FlowRun run, string name, IFlowStage stage)
    {
        switch (run.Plan.Definition.Step(name))
        {
            case SayStep say:
                stage.Say(FlowSpeech.Pieces(run, say.Prompt), interruptible: false);
                return null;
            case MenuStep or GatherStep:
                Ask(run, invalid: false, stage);
                return null;
            case HoursStep hours:
                return stage.IsOpen(hours.Hours) ? hours.Open : hours.Closed;
            case SetStep set:
                Set(run, set);
                return set.Next;
            case SwitchStep choice:
                return run.Variables.TryGetValue(choice.Variable, out var value) && choice.Cases.TryGetValue(value, out var next) ? next : choice.Otherwise;
            case WebhookStep hook:
                return Hook(run, hook, stage);
            case QueueStep queue:
                stage.ToQueue(queue.Queue);
                return null;
            case TransferStep transfer:
                stage.ToNumber(transfer.Number);
                return null;
            case HangUpStep { Prompt.IsDefaultOrEmpty: false } farewell:
                stage.Say(FlowSpeech.Pieces(run, farewell.Prompt), interruptible: false);
                return null;
            case HangUpStep:
                stage.HangUp(null);
                return null;
            default:
                stage.HangUp($"There is no step '{name}'.");
                return null;
        }
    }

    private static void Ask(FlowRun run, bool invalid, IFlowStage stage)
    {
        run.Attempt++;
        run.Digits = "";
        run.Until = null;
        var (prompt, wrong) = run.Plan.Definition.Step(run.Step) switch
        {
            MenuStep menu => (menu.Prompt, menu.Invalid),
            GatherStep gather => (gather.Prompt, gather.Invalid),
            _ => ([], []),
        };
        stage.Say(FlowSpeech.Pieces(run, invalid ? wrong.AddRange(prompt) : prompt), interruptible: true);
    }

    private static void Again(FlowRun run, int attempts, string otherwise, bool invalid, IFlowStage stage)
    {
        if (run.Attempt >= attempts)
        {
            Enter(run, otherwise, stage);
        }
        else
        {
            Ask(run, invalid, stage);
        }
    }

    private static void Gathered(FlowRun run, GatherStep gather, IFlowStage stage)
    {
        if (run.Digits.Length >= gather.MinDigits)
        {
            Keep(run, gather.Into, run.Digits);
            Enter(run, gather.Next, stage);
        }
        else
        {
            Again(run, gather.Attempts, gather.Otherwise, invalid: run.Digits.Length > 0, stage);
        }
    }

    private static void Set(FlowRun run, SetStep set)
    {
        run.Language = set.Language ?? run.Language;
        run.Priority = set.Priority ?? run.Priority;
        foreach (var (skill, level) in set.Skills ?? [])
        {
            run.Skills[skill] = level;
        }

        foreach (var (name, value) in set.Variables ?? [])
        {
            Keep(run, name, value);
        }
    }

    private static string? Hook(FlowRun run, WebhookStep hook, IFlowStage stage)
    {
        if (!Uri.TryCreate(hook.Url, UriKind.Absolute, out var url))
        {
            return hook.Otherwise;
        }

        run.Asking = true;
        // The process that asks may end before there is an answer: the clock of the call has the last word.
        run.Until = stage.Now + hook.Timeout + TimeSpan.FromSeconds(1);
        stage.Ask(++run.Requests, url, JsonSerializer.Serialize(new { flow = run.Plan.Name, step = hook.Name, language = run.Language, variables = run.Variables }), hook.Timeout);
        return null;
    }

    private static bool Learn(FlowRun run, string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            foreach (var property in json.RootElement.EnumerateObject())
            {
                var value = property.Value.ValueKind switch
                {
                    JsonValueKind.String => property.Value.GetString(),
                    JsonValueKind.Number => property.Value.GetRawText(),
                    JsonValueKind.True => "true",
                    JsonValueKind.False => "false",
                    _ => null,
                };
                // Who calls and what was dialled are facts, and not the service's to say.
                if (value is not null && property.Name is { Length: > 0 and <= 64 } name and not ("caller" or "dialled"))
                {
                    Keep(run, name, value);
                }
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Keep(FlowRun run, string name, string value)
    {
        if (run.Variables.Count < MaxVariables || run.Variables.ContainsKey(name))
        {
            run.Variables[name] = value.Length > MaxValue ? value[..MaxValue] : value;
        }
    }
}
