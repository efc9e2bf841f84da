namespace RtcCluster.Load.Runner.Scale;

/// <summary>The fullest cell, second by second: calls come at random (Poisson) and are of random length (exponential); then one edge of it is gone for good.</summary>
/// <remarks>All cells are alike and know nothing of each other, so that each is simulated by itself and the worst of some is told.</remarks>
/// <param name="facts">What it is reckoned from.</param>
/// <param name="plan">What is to be carried, by how many cells.</param>
internal sealed class ScaleSimulation(ScaleFacts facts, ScalePlan plan)
{
    private const int Seconds = 600;
    private const int LossAt = 300;
    private const int MostCells = 16;

    // Who lost its edge is back within so many seconds, spread over them.
    private const int Returns = 10;
    private const double LargeMean = 200;

    /// <summary>Runs it.</summary>
    /// <param name="seed">Chooses when calls come.</param>
    public ScaleOutcome Run(int seed)
    {
        var worst = new ScaleOutcome(0, 0, 0, 0);
        for (var cell = 0; cell < Math.Min(MostCells, plan.Cells); cell++)
        {
            var one = Run(new Random((seed * MostCells) + cell));
            worst = new ScaleOutcome(
                Math.Max(worst.Edges, one.Edges), Math.Max(worst.EdgesAfterLoss, one.EdgesAfterLoss), Math.Max(worst.Silos, one.Silos), worst.OverloadedSeconds + one.OverloadedSeconds);
        }

        return worst;
    }

    /// <summary>How often something happens that happens so often in the mean.</summary>
    internal static int Poisson(Random random, double mean)
    {
        if (mean > LargeMean)
        {
            // By then it is the normal distribution to within a per cent.
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            return Math.Max(0, (int)Math.Round(mean + (normal * Math.Sqrt(mean))));
        }

        var (count, product, end) = (0, random.NextDouble(), Math.Exp(-mean));
        for (; product > end; count++)
        {
            product *= random.NextDouble();
        }

        return count;
    }

    private ScaleOutcome Run(Random random)
    {
        var shape = facts.Cell;
        var rate = plan.Demand.CallsPerSecond / plan.Cells;
        var agents = (double)plan.Demand.Agents / plan.Cells;
        double active = Poisson(random, plan.Active / plan.Cells);
        var (edges, after, silos, over) = (0.0, 0.0, 0.0, 0);
        for (var second = 0; second < Seconds; second++)
        {
            var begun = Poisson(random, rate);
            var ended = Poisson(random, active / facts.TalkSeconds);
            active = Math.Max(0, active + begun - ended);
            var machines = second < LossAt ? shape.Edges : shape.Edges - 1;
            // Its calls are taken over by others; its agents connect again.
            var returns = second >= LossAt && second < LossAt + Returns
                ? ((active / shape.Edges * plan.EdgeOfTakeOver) + (agents / shape.Edges * facts["reconnect"] * 1e-3)) / Returns
                : 0;
            var onEdges = ((begun * plan.EdgeOfCall) + (active * plan.EdgeOfSound) + (agents * plan.EdgeOfAgent) + returns) / (machines * shape.Processors);
            var onSilos = begun * plan.SiloOfCall / (shape.Silos * shape.Processors);
            (edges, after) = second < LossAt ? (Math.Max(edges, onEdges), after) : (edges, Math.Max(after, onEdges));
            silos = Math.Max(silos, onSilos);
            over += onEdges > 1 || onSilos > 1 ? 1 : 0;
        }

        return new ScaleOutcome(edges, after, silos, over);
    }
}

/// <summary>What the fullest cell came to.</summary>
/// <param name="Edges">Share of its edges' processors in the busiest second with all of them.</param>
/// <param name="EdgesAfterLoss">The same from the loss of one on.</param>
/// <param name="Silos">Share of its silos' processors in the busiest second.</param>
/// <param name="OverloadedSeconds">Seconds in which more was wanted than there is.</param>
internal sealed record ScaleOutcome(double Edges, double EdgesAfterLoss, double Silos, int OverloadedSeconds);
