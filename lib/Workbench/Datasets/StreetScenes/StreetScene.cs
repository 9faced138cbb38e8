using Workbench.Datasets.Drawing;

namespace Workbench.Datasets.StreetScenes;

/// <summary>Composes one street: a backdrop, then everyone and everything on it from far to near.</summary>
internal sealed class StreetScene(Painter p, float horizon)
{
    // How tall a person is per unit of ground between the feet and the horizon: the camera is held at breast to eye height.
    private readonly float tall = p.Uniform(1.08f, 1.3f);
    private readonly byte shadow = (byte)(p.Chance(0.7f) ? p.Uniform(90, 150) : p.Uniform(40, 60));

    public void Paint()
    {
        bool mirrored = p.Chance(0.5f);
        p.Enter(mirrored ? 1 : 0, 0, mirrored ? -1 : 1, 1);
        p.Label = Street.Background;
        int place = p.Count(0, 2);
        float far = place switch
        {
            0 => Backdrops.Terrace(p, horizon),
            1 => Backdrops.Avenue(p, horizon),
            _ => Backdrops.Park(p, horizon),
        };

        // Everyone has a place of their own across the picture, and may reach into the neighbours'.
        List<(float Foot, Action<float, float> Draw)> cast = [];
        int people = p.Count(1, 4);
        int cyclists = p.Count(1, 2);
        int clutter = p.Count(0, 2);
        for (int i = 0; i < people; i++)
        {
            cast.Add((Foot(far, 1), Pedestrian));
        }

        for (int i = 0; i < cyclists; i++)
        {
            cast.Add((Foot(far + 0.06f, 0.97f), Cyclist));
        }

        for (int i = 0; i < clutter; i++)
        {
            // No cars in the park, and none so near that it hides everyone; trees where their crowns have room.
            int thing = p.Count(place == 2 ? 1 : 0, 3);
            float foot = thing switch { 0 => p.Uniform(far, 0.66f), 2 => far + p.Uniform(-0.02f, 0.07f), _ => Foot(far, 0.85f) };
            cast.Add((foot, (x, _) => Clutter(thing, x, foot)));
        }

        float[] places = Places(cast.Count);
        foreach ((float foot, Action<float, float> draw, float x) in cast.Select((one, i) => (one.Foot, one.Draw, places[i])).OrderBy(one => one.Foot))
        {
            draw(x, foot);
        }

        p.Return();
    }

    private float Foot(float far, float near)
    {
        float t = p.Uniform(0, 1);
        return far + ((near - far) * ((0.15f * t) + (0.85f * t * t)));
    }

    private float[] Places(int count)
    {
        float[] places = [.. Enumerable.Range(0, count).Select(i => (i + p.Uniform(0.15f, 0.85f)) / count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = p.Count(0, i);
            (places[i], places[j]) = (places[j], places[i]);
        }

        return places;
    }

    private float Height(float foot) => (foot - horizon) * tall;

    private void Shadow(float x, float foot, float broad, float height) =>
        p.Soft(new(12, 14, 30, shadow), x + (broad * 0.5f), foot - (height * 0.005f), broad, height * 0.035f);

    private void Pedestrian(float x, float foot)
    {
        int company = p.Chance(0.2f) ? 2 : 1;
        for (int i = 0; i < company; i++)
        {
            float height = Height(foot) * p.Uniform(0.92f, 1.06f) * (p.Chance(0.12f) ? 0.66f : 1);
            Shadow(x, foot, height * 0.3f, height * 1.5f);
            p.Enter(x, foot, p.Chance(0.5f) ? -height : height, height);
            p.Label = Street.Person;
            Figure figure = new(p);
            if (p.Chance(0.6f))
            {
                figure.Walk();
            }
            else
            {
                figure.Stand();
            }

            p.Return();
            (x, foot) = (x + (height * p.Uniform(0.22f, 0.32f)), foot + 0.004f);
        }
    }

    private void Cyclist(float x, float foot)
    {
        float height = Height(foot);
        Shadow(x, foot, height * 0.5f, height * 1.3f);
        float turned = p.Uniform(0.72f, 1);
        float kind = p.Uniform(0, 1);
        bool right = p.Chance(0.5f);
        p.Enter(x, foot, (right ? 1 : -1) * height * turned, height, kind is > 0.45f and < 0.8f ? p.Uniform(-2, 2) : 0);
        Bicycle bicycle = new(p);
        Figure figure = new(p);
        if (kind < 0.45f)
        {
            bicycle.DrawBehindRider();
            p.Label = Street.Person;
            figure.RideFar(bicycle);
            bicycle.Draw();
            p.Label = Street.Person;
            figure.RideNear(bicycle);
        }
        else if (kind < 0.8f)
        {
            bicycle.DrawBehindRider();
            bicycle.Draw();
            if (p.Chance(0.35f))
            {
                // A second one, parked beside it.
                p.Return();
                p.Enter(x + (height * p.Uniform(0.2f, 0.4f)), foot + (height * 0.03f), (right ? 1 : -1) * height * turned, height);
                bicycle = new(p);
                bicycle.DrawBehindRider();
                bicycle.Draw();
            }
        }
        else
        {
            p.Label = Street.Person;
            figure.Push();
            bicycle.DrawBehindRider();
            bicycle.Draw();
        }

        p.Return();
    }

    private void Clutter(int thing, float x, float foot)
    {
        float height = Height(foot);
        p.Label = Street.Background;
        switch (thing)
        {
            case 0:
                Shadow(x, foot, height * 1.35f, height * 2.5f);
                p.Enter(x, foot, p.Chance(0.5f) ? -height : height, height);
                StreetFurniture.Car(p);
                break;
            case 1:
                Shadow(x, foot, height * 0.25f, height * 1.4f);
                p.Enter(x, foot, height, height);
                StreetFurniture.Lamp(p);
                break;
            case 2:
                Shadow(x, foot, height * 0.5f, height * 2);
                p.Enter(x, foot, height, height);
                StreetFurniture.Tree(p);
                break;
            default:
                Shadow(x, foot, height * 0.3f, height);
                p.Enter(x, foot, height, height);
                StreetFurniture.Bin(p);
                break;
        }

        p.Return();
    }
}
