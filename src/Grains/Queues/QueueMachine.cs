namespace RtcCluster.Grains.Queues;

/// <summary>The rules of a queue: a state, an input and the time give a changed state and effects, the same ones each time.</summary>
/// <remarks>
/// Read it in this order: <see cref="Admission"/> lets callers in, <see cref="Waiting"/> gives them places and lets them go, <see cref="Selection"/> finds an
/// agent for a caller and a caller for an agent, <see cref="Offering"/> brings the two together so that nobody is promised twice, <see cref="Staffing"/>
/// hears what agents say, <see cref="CallingBack"/> keeps places of those who hung up, <see cref="Telling"/> announces, <see cref="Opening"/> knows the hours.
/// </remarks>
internal static class QueueMachine
{
    /// <summary>
    /// True for what may be lost with the process: an agent says it again, or is asked again, and nobody is offered a caller by it. It counts at once and is
    /// written with the next input that is none of these.
    /// </summary>
    public static bool IsRepeated(QueueState state, QueueInput input) => input switch
    {
        QueueInput.AgentTold told => Staffing.IsRepeated(state, told.News),
        QueueInput.AgentAnswered answered => Staffing.IsRepeated(state, answered.Answer),
        _ => false,
    };

    /// <summary>Applies an input; the state is changed in place. The input is in the journal already, or is one that <see cref="IsRepeated"/>, so that it is never applied in vain.</summary>
    public static QueueEffects Apply(QueueState state, QueueInput input, DateTimeOffset now)
    {
        state.Inputs++;
        var turn = new QueueTurn(state, now);
        Counting.BeginDay(turn);
        switch (input)
        {
            case QueueInput.Configured configured:
                Configuring.Configure(turn, configured.Queue, configured.Rules);
                break;
            case QueueInput.Removed:
                Configuring.Remove(turn);
                break;
            case QueueInput.Joined joined:
                Waiting.Join(turn, joined.Join);
                break;
            case QueueInput.Left left:
                Waiting.Leave(turn, left.Call, left.Visit);
                break;
            case QueueInput.OfferAnswered answered:
                Offering.Answered(turn, answered.Call, answered.Offer);
                break;
            case QueueInput.OfferFailed failed:
                Offering.Failed(turn, failed.Call, failed.Offer, failed.Failure);
                break;
            case QueueInput.AgentLeft left:
                Offering.AgentLeft(turn, left.Call, left.Offer);
                break;
            case QueueInput.Heard heard:
                Telling.Heard(turn, heard.Call, heard.Visit, heard.Announcement);
                break;
            case QueueInput.CallbackAsked asked:
                CallingBack.Ask(turn, asked.Call, asked.Number);
                break;
            case QueueInput.CallbackEnded ended:
                CallingBack.Ended(turn, ended.Offer, ended.Outcome);
                break;
            case QueueInput.CallbackCancelled cancelled:
                CallingBack.Cancel(turn, cancelled.Place);
                break;
            case QueueInput.AgentTold told:
                Staffing.Told(turn, told.News);
                break;
            case QueueInput.AgentAnswered answered:
                Staffing.Answered(turn, answered.Answer);
                break;
            case QueueInput.EmergencySet emergency:
                Opening.SetEmergency(turn, emergency.On);
                break;
            case QueueInput.DeadlineReached:
                QueueDeadlines.Check(turn);
                break;
            case QueueInput.Activated:
                Configuring.Activated(turn);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input, "The queue has no rule for this input.");
        }

        return turn.Effects();
    }
}
